// Whether the tests run under a sanitizer that keeps freed memory for a while: figures of memory
// then say nothing.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LODE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LODE_SANITIZED 1
#endif
#endif
