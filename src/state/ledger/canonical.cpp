#include "state/ledger/canonical.h"

#include <sodium.h>

#include <algorithm>

namespace exeat::ledger {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') ||
           std::string_view("._:-").find(c) != std::string::npos;
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\n");
}

std::string_view or_dash(const std::optional<std::string>& value) {
    return value ? std::string_view(*value) : std::string_view("-");
}

}  // namespace

Digest sha256(std::string_view bytes) {
    Digest digest;
    crypto_hash_sha256(digest.bytes.data(), bytes_of(bytes), bytes.size());
    return digest;
}

Digest body_digest(std::string_view salt, std::string_view body) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, bytes_of(salt), salt.size());
    crypto_hash_sha256_update(&state, bytes_of(body), body.size());
    Digest digest;
    crypto_hash_sha256_final(&state, digest.bytes.data());
    return digest;
}

std::string new_salt() {
    std::string salt(k_salt_bytes, '\0');
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

std::string header_text(const Header& header, const Digest& previous) {
    std::string text = "exeat-entry-1\n";
    text.reserve(512);
    add_line(text, "stream", std::to_string(header.stream));
    add_line(text, "n", std::to_string(header.n));
    add_line(text, "at", std::to_string(header.at));
    add_line(text, "kind", header.kind);
    add_line(text, "actor", header.actor);
    add_line(text, "library", or_dash(header.library));
    add_line(text, "folder", or_dash(header.folder));
    add_line(text, "asset", or_dash(header.asset));
    add_line(text, "person", or_dash(header.person));
    add_line(text, "about", or_dash(header.about));
    add_line(text, "digest", to_text(header.digest));
    add_line(text, "previous", to_text(previous));
    return text;
}

bool is_kind(std::string_view text) {
    return !text.empty() && text.size() <= 64 && is_lower(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 200 && text != "-" && std::ranges::all_of(text, is_name_character);
}

}  // namespace exeat::ledger
