# What `cmake --install` and `cpack` lay down: the program, manual pages and completions (made by the
# program from its option tables), the lexicons to copy and edit, the sample corpus. The program
# itself needs none of these files: the lexicons are compiled in.
include(GNUInstallDirs)

file(GLOB commands CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tools/commands/*.cpp")
list(TRANSFORM commands REPLACE ".*/([a-z_]+)\\.cpp$" "\\1")
set(shared "${PROJECT_BINARY_DIR}/share")
file(MAKE_DIRECTORY "${shared}/man")
set(pages "${shared}/man/lode.1.gz")
foreach(name IN LISTS commands)
  list(APPEND pages "${shared}/man/lode-${name}.1.gz")
endforeach()
set(completions "${shared}/bash" "${shared}/zsh")
set(script "${PROJECT_SOURCE_DIR}/tools/cmake/write_pages")
add_custom_command(OUTPUT ${pages} ${completions} "${shared}/changelog.gz"
  COMMAND "${script}" $<TARGET_FILE:lode> "${PROJECT_SOURCE_DIR}/CHANGELOG.md" ${commands}
  DEPENDS lode "${script}" "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
  WORKING_DIRECTORY "${shared}" VERBATIM)
add_custom_target(pages ALL DEPENDS ${pages} ${completions})

# Where Debian looks: a copyright file and a compressed changelog in doc/<package>.
set(doc "${CMAKE_INSTALL_DATAROOTDIR}/doc/lode")

install(TARGETS lode RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES ${pages} DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${shared}/bash" RENAME lode
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions")
install(FILES "${shared}/zsh" RENAME _lode
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/zsh/vendor-completions")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/corpora/lexicons" "${PROJECT_SOURCE_DIR}/corpora/sample"
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/lode")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" RENAME copyright DESTINATION "${doc}")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${shared}/changelog.gz" DESTINATION "${doc}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${doc}" FILES_MATCHING PATTERN "*.md")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lode)
set(CPACK_PACKAGE_VENDOR "The Lode developers")
set(CPACK_PACKAGE_CONTACT "The Lode developers <lode@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mines the materials-science literature")
set(CPACK_PACKAGE_DESCRIPTION
"Reads article XML, extracts what figures are said to show, learns word vectors, and
answers which materials look right for an application, with evidence, counts and a flag
where the literature is likely to be telling only its good news.")
set(CPACK_PACKAGE_INSTALL_DIRECTORY lode)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Reads the libraries the program is linked with, and asks their packages which version is needed.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
