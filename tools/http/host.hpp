// Whom a web server believes to be asked as: the Host header, against DNS rebinding. A page of
// another site can make its own name lead to 127.0.0.1, but not the browser say another name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lode::http {

// "Example.org:8080" -> "example.org", "[::1]:80" -> "::1"; empty where it is no host.
std::string host_name(std::string_view header);

// Addresses in numbers, "localhost" and the listed names (lower case) are allowed: no foreign page
// can be of such an origin.
bool is_allowed_host(std::string_view header, const std::vector<std::string>& names);

// 127.0.0.0/8, ::1 or "localhost": only this machine reaches it.
bool is_loopback(std::string_view host);

}  // namespace lode::http
