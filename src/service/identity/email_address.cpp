#include "service/identity/email_address.h"

#include <algorithm>

namespace exeat::identity {
namespace {

constexpr std::size_t k_longest_address = 254;
constexpr std::size_t k_longest_local_part = 64;
constexpr std::size_t k_longest_label = 63;

bool is_digit_or_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_local_part(std::string_view text) {
    constexpr std::string_view marks = ".!#$%&'*+-/=?^_`{|}~";
    if (text.empty() || text.size() > k_longest_local_part) return false;
    if (text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(
        text, [&](char c) { return is_digit_or_letter(c) || marks.find(c) != std::string_view::npos; });
}

bool is_label(std::string_view text) {
    if (text.empty() || text.size() > k_longest_label || text.front() == '-' || text.back() == '-') return false;
    return std::ranges::all_of(text, [](char c) { return is_digit_or_letter(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
    while (true) {
        const auto dot = text.find('.');
        if (!is_label(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

std::string_view without_blanks_around(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

Result<std::string> accept_email(std::string_view text, std::string_view pointer) {
    const auto address = without_blanks_around(text);
    const auto at = address.rfind('@');
    if (address.size() <= k_longest_address && at != std::string_view::npos && is_local_part(address.substr(0, at)) &&
        is_domain(address.substr(at + 1))) {
        return std::string(address);
    }
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = "wrong-email";
    error.text = "This is not an e-mail address. One looks like name@example.org.";
    error.fields.push_back({std::string(pointer), error.text});
    return fail(std::move(error));
}

std::string email_key(std::string_view address) {
    std::string key(without_blanks_around(address));
    for (char& c : key) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return key;
}

}  // namespace exeat::identity
