# Language, warnings, hardening, sanitizers, compiler cache. One place for what every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(LODE_CCACHE ccache)
if(LODE_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${LODE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${LODE_CCACHE}")
endif()

add_library(lode_settings INTERFACE)
target_compile_options(lode_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wdouble-promotion -Wformat=2 -Wcast-align
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op>
  # g++ 12 raises false alarms on std::string's operator+ (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_include_directories(lode_settings INTERFACE "${PROJECT_SOURCE_DIR}")
if(LODE_FUZZ)
  target_compile_options(lode_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(LODE_SANITIZE)
  # Without the checks that pointers are not null or of another class: they are a quarter of the compile
  # time, and a null pointer stops the program anyway.
  target_compile_options(lode_settings INTERFACE -fsanitize=${LODE_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all -fno-sanitize=null,vptr,object-size -O1 -g1)
  target_link_options(lode_settings INTERFACE -fsanitize=${LODE_SANITIZE})
endif()
# Input is untrusted XML: keep the cheap defences on in every optimised build.
target_compile_options(lode_settings INTERFACE
  $<$<CONFIG:Release>:-fstack-protector-strong>)
target_compile_definitions(lode_settings INTERFACE
  $<$<CONFIG:Release>:_FORTIFY_SOURCE=2> $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# lode_library(NAME SOURCES... ) : a static library with the shared settings.
function(lode_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PRIVATE lode_settings)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
endfunction()
