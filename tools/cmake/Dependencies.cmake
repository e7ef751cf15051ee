# Every third-party library, found once. Which folder may include which: tests/arch.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(LibXml2 REQUIRED)
find_package(LibArchive REQUIRED)
find_package(ZLIB REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(Boost REQUIRED COMPONENTS program_options)
# fasttext.pc has an empty version, so none can be asked for.
pkg_check_modules(FASTTEXT REQUIRED IMPORTED_TARGET fasttext)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
