#include "tools/http/host.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace lode::http {
namespace {

// Of `family` AF_INET or AF_INET6, in the bytes of the network.
template <std::size_t N>
bool read_address(int family, const std::string& text, std::array<unsigned char, N>& bytes) {
    return ::inet_pton(family, text.c_str(), bytes.data()) == 1;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string host_name(std::string_view header) {
    std::string_view name = header;
    std::string_view port;
    if (name.starts_with('[')) {
        const std::size_t end = name.find(']');
        if (end == std::string_view::npos) {
            return {};
        }
        port = name.substr(end + 1);
        name = name.substr(1, end - 1);
    } else if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
        port = name.substr(colon);
        name = name.substr(0, colon);
    }
    if (!port.empty() && (port.front() != ':' || !is_number(port.substr(1)))) {
        return {};
    }
    std::string host(name);
    std::transform(host.begin(), host.end(), host.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return host;
}

bool is_allowed_host(std::string_view header, const std::vector<std::string>& names) {
    const std::string host = host_name(header);
    std::array<unsigned char, 4> v4{};
    std::array<unsigned char, 16> v6{};
    return host == "localhost" || read_address(AF_INET, host, v4) ||
           (header.starts_with('[') && read_address(AF_INET6, host, v6)) ||
           (!host.empty() && std::find(names.begin(), names.end(), host) != names.end());
}

bool is_loopback(std::string_view host) {
    std::array<unsigned char, 4> v4{};
    std::array<unsigned char, 16> v6{};
    const std::string text(host);
    if (read_address(AF_INET, text, v4)) {
        return v4[0] == 127;
    }
    if (read_address(AF_INET6, text, v6)) {
        return v6.back() == 1 && std::count(v6.begin(), v6.end(), 0) == 15;
    }
    return host == "localhost";
}

}  // namespace lode::http
