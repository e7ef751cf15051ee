# A folder is the list: drop_in_table() compiles every FOLDER/<name>.cpp into TARGET and generates a
# table of the functions `const INTERFACE& <name>()` that each file must define in NAMESPACE. A file
# without its function is a link error; order is by file name; there is no static initialisation.
#
#   drop_in_table(TARGET lode_query FOLDER flags INTERFACE Flag
#                 HEADER query/flag.hpp NAMESPACE lode::query::flags)
#
# The generated all() returns std::span<const INTERFACE& (*const)()>. A name that is a C++ keyword
# or reserved takes a trailing underscore in the function, e.g. export.cpp defines export_().
set(LODE_CXX_KEYWORDS export default delete new this class struct union switch case)
function(drop_in_table)
  cmake_parse_arguments(P "" "TARGET;FOLDER;INTERFACE;HEADER;NAMESPACE" "" ${ARGN})
  file(GLOB srcs CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${P_FOLDER}/*.cpp")
  list(SORT srcs)
  set(decls "")
  set(items "")
  foreach(s IN LISTS srcs)
    get_filename_component(n "${s}" NAME_WE)
    if(n IN_LIST LODE_CXX_KEYWORDS)
      set(n "${n}_")
    endif()
    string(APPEND decls "const ${P_INTERFACE}& ${n}();\n")
    string(APPEND items "      &${n},\n")
  endforeach()
  string(MAKE_C_IDENTIFIER "${P_FOLDER}_table" id)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${id}.cpp")
  file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT
"// Generated from ${P_FOLDER}/*.cpp by DropIn.cmake. Do not edit.
#include \"${P_HEADER}\"

#include <array>
#include <span>

namespace ${P_NAMESPACE} {
${decls}std::span<const ${P_INTERFACE}& (*const)()> all();
std::span<const ${P_INTERFACE}& (*const)()> all() {
    static constexpr std::array k_members{
${items}    };
    return k_members;
}
}  // namespace ${P_NAMESPACE}
")
  target_sources(${P_TARGET} PRIVATE ${srcs} "${out}")
endfunction()
