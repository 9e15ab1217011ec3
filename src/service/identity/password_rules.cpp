#include "service/identity/password_rules.h"

#include <algorithm>
#include <iterator>

#include "core/vocabulary/utf8.h"
#include "service/identity/well_known_passwords.h"

namespace exeat::identity {
namespace {

constexpr std::size_t k_least_part = 3;     // a shorter name stands in too many good passwords
constexpr std::size_t k_longest_piece = 4;  // "abcdabcdabcd" is no better than "abcd"

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// How many characters; k_no_text for what is not UTF-8 or holds a control character.
constexpr std::size_t k_no_text = std::string_view::npos;

std::size_t characters_of(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const auto character = first_character(text);
        if (!character.valid || character.code < 0x20 || character.code == 0x7f) return k_no_text;
        text.remove_prefix(character.length);
    }
    return count;
}

bool is_repeated(std::string_view text) {
    for (std::size_t piece = 1; piece <= k_longest_piece && piece < text.size(); ++piece) {
        if (std::equal(text.begin() + static_cast<std::ptrdiff_t>(piece), text.end(), text.begin())) return true;
    }
    return false;
}

bool holds(std::string_view password, std::string_view part) {
    const auto characters = characters_of(part);
    if (characters == k_no_text || characters < k_least_part) return false;
    return password.find(lower(part)) != std::string_view::npos;
}

std::string without_spaces(std::string_view text) {
    std::string out(text);
    std::erase(out, ' ');
    return out;
}

std::unexpected<Error> refused(std::string_view code, std::string_view text, std::string_view pointer) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = code;
    error.text = text;
    error.fields.push_back({std::string(pointer), error.text});
    return fail(std::move(error));
}

}  // namespace

bool is_well_known_password(std::string_view password) {
    const auto text = lower(password);
    return is_repeated(text) || std::ranges::binary_search(k_well_known_passwords, std::string_view(text));
}

std::size_t well_known_password_count() {
    return std::size(k_well_known_passwords);
}

Done accept_password(std::string_view password, const PasswordOwner& owner, std::string_view pointer) {
    if (password.size() > k_password_most_bytes) {
        return refused("password-too-long", "A password has at most 1024 bytes.", pointer);
    }
    const auto characters = characters_of(password);
    if (characters == k_no_text) {
        return refused("password-not-text", "A password is text without control characters.", pointer);
    }
    if (characters < k_password_least_characters) {
        return refused("password-too-short",
                       "A password has at least 12 characters. Several words in a row are easy to remember.", pointer);
    }
    if (is_well_known_password(password)) {
        return refused("password-common",
                       "This password is one of those that are tried first. Choose one that nobody else would.",
                       pointer);
    }
    const auto text = lower(password);
    const auto local_part = owner.email.substr(0, owner.email.find('@'));
    if (holds(text, local_part) || holds(text, owner.name) || holds(text, without_spaces(owner.name))) {
        return refused("password-about-you",
                       "A password does not contain the name or the e-mail address of its person. Choose another.",
                       pointer);
    }
    return {};
}

}  // namespace exeat::identity
