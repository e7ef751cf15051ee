# Compiles text files (lexicons, style sheets) into a library, so that the one binary needs no data
# folder. embed_resources(TARGET lode_base ROOT corpora/lexicons PREFIX lexicons) makes every
# ROOT/*.* readable as resource("lexicons/<file>"). The files stay the only source: edit them, rebuild.
function(embed_resources)
  cmake_parse_arguments(P "" "TARGET;ROOT;PREFIX" "" ${ARGN})
  set(root "${PROJECT_SOURCE_DIR}/${P_ROOT}")
  file(GLOB files CONFIGURE_DEPENDS RELATIVE "${root}" "${root}/*.tsv" "${root}/*.txt"
       "${root}/*.css" "${root}/*.js" "${root}/*.ini")
  list(SORT files)
  list(TRANSFORM files PREPEND "${root}/" OUTPUT_VARIABLE paths)
  string(MAKE_C_IDENTIFIER "resources_${P_PREFIX}" id)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${id}.cpp")
  add_custom_command(OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" "-DOUT=${out}" "-DROOT=${root}" "-DPREFIX=${P_PREFIX}" "-DID=${id}"
            "-DFILES=${files}" -P "${PROJECT_SOURCE_DIR}/tools/cmake/WriteResources.cmake"
    DEPENDS ${paths} "${PROJECT_SOURCE_DIR}/tools/cmake/WriteResources.cmake"
    VERBATIM)
  target_sources(${P_TARGET} PRIVATE "${out}")
endfunction()
