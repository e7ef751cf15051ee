# Language, warnings, hardening, sanitizers, compiler cache. One place for what every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

option(LODE_PCH "Precompile the headers that nearly every file includes (a third of the compile time)" ON)

find_program(LODE_CCACHE ccache)
if(LODE_CCACHE)
  # ccache takes precompiled headers only when told that their macros and times may be trusted.
  set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime"
      "${LODE_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${launcher}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
endif()

add_library(lode_settings INTERFACE)
target_compile_options(lode_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wdouble-promotion -Wformat=2 -Wcast-align
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op>
  # g++ 12 raises false alarms on std::string's operator+ and find (GCC bug 105651), the last three where they come
  # from a precompiled header. The sanitizers look for what they would find.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-array-bounds>)
target_include_directories(lode_settings INTERFACE "${PROJECT_SOURCE_DIR}")
if(LODE_FUZZ)
  target_compile_options(lode_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(LODE_SANITIZE)
  # Without the checks that pointers are not null or of another class: they are a quarter of the compile
  # time, and a null pointer stops the program anyway.
  target_compile_options(lode_settings INTERFACE -fsanitize=${LODE_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all -fno-sanitize=null,vptr,object-size -g1
                         # What runs long (reading, mining, training) at the pace of -O1; the rest, three quarters of
                         # the code, compiles in half the time without.
                         $<IF:$<BOOL:$<TARGET_PROPERTY:LODE_RUNS_SHORT>>,-O0,-O1>)
  target_link_options(lode_settings INTERFACE -fsanitize=${LODE_SANITIZE})
endif()
# Input is untrusted XML: keep the cheap defences on in every optimised build.
target_compile_options(lode_settings INTERFACE
  $<$<CONFIG:Release>:-fstack-protector-strong>)
target_compile_definitions(lode_settings INTERFACE
  $<$<CONFIG:Release>:_FORTIFY_SOURCE=2> $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# What a library or test program may use without waiting for it to be compiled again. A file still includes what
# it uses: -DLODE_PCH=OFF shows what is missing.
set(lode_common_headers <algorithm> <array> <charconv> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
    <numeric> <optional> <ostream> <set> <span> <stop_token> <string> <string_view> <unordered_map> <utility>
    <vector> <fmt/format.h>)
# lode_precompiled(TARGET OWNER [HEADERS...]) : the first target of a kind owns the precompiled headers, the others
# (of the same compile options) share them.
function(lode_precompiled target owner)
  if(NOT owner STREQUAL "lode_base")
    set_target_properties(${target} PROPERTIES LODE_RUNS_SHORT ON)
  endif()
  if(NOT LODE_PCH)
    return()
  endif()
  if(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE ${lode_common_headers} ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
  # What ccache needs to look behind a precompiled header.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# lode_library(NAME SOURCES... ) : a static library with the shared settings.
# lode_top_library(NAME SOURCES... ) : of query and tools, where nearly every file writes JSON.
macro(lode_static_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PRIVATE lode_settings)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
endmacro()
function(lode_library name)
  lode_static_library(${name} ${ARGN})
  lode_precompiled(${name} lode_base)
endfunction()
# lode_part(LIBRARY SOURCES... ) : sources of a top library that are compiled as a lode_library is.
function(lode_part library)
  add_library(${library}_part OBJECT ${ARGN})
  target_link_libraries(${library}_part PRIVATE lode_settings)
  target_include_directories(${library}_part PUBLIC "${PROJECT_SOURCE_DIR}")
  lode_precompiled(${library}_part lode_base)
  target_sources(${library} PRIVATE $<TARGET_OBJECTS:${library}_part>)
endfunction()
function(lode_top_library name)
  lode_static_library(${name} ${ARGN})
  lode_precompiled(${name} lode_query <nlohmann/json.hpp>)
endfunction()
