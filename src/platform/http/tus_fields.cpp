#include "platform/http/tus_fields.h"

#include <sodium.h>

#include <algorithm>
#include <limits>
#include <variant>

#include "platform/http/ascii.h"
#include "platform/http/sha1.h"

namespace exeat::http {
namespace {

constexpr std::size_t k_sha1_bytes = 20;

/// Standard alphabet with its padding, one way of writing for each value.
std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const int done = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                       text.size(), nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL);
    if (done != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(length);
    return bytes;
}

bool is_key(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F && c != ','; });
}

}  // namespace

Result<TusMetadata> parse_tus_metadata(std::string_view field) {
    const auto bad = [](const char* detail) {
        return fail(ErrorKind::invalid, "bad-upload-metadata",
                    "Upload-Metadata cannot be read: it is a list of names, each with a value in Base64.", detail);
    };
    TusMetadata metadata;
    for (bool more = !trimmed(field).empty(); more;) {
        more = field.find(',') != std::string_view::npos;
        auto pair = trimmed(take_until(field, ','));
        const auto key = take_until(pair, ' ');
        if (!is_key(key)) return bad("a key");
        const bool twice =
            std::any_of(metadata.begin(), metadata.end(), [&](const auto& each) { return each.first == key; });
        if (twice) return bad("a key twice");
        auto value = from_base64(pair);
        if (!value) return bad("a value");
        metadata.emplace_back(std::string(key), std::move(*value));
    }
    return metadata;
}

Result<TusChecksum> parse_tus_checksum(std::string_view field) {
    const auto bad = [](const char* text) { return fail(ErrorKind::invalid, "bad-upload-checksum", text); };
    auto rest = trimmed(field);
    const auto name = take_until(rest, ' ');
    TusChecksum checksum;
    std::size_t length = k_sha1_bytes;
    if (name == "sha256") {
        checksum.kind = ChecksumKind::sha256;
        length = crypto_hash_sha256_BYTES;
    } else if (name != "sha1") {
        return bad("Checksums are taken as sha1 or sha256.");
    }
    auto digest = from_base64(rest);
    if (!digest || digest->size() != length) return bad("Upload-Checksum holds no checksum of its kind in Base64.");
    checksum.digest = std::move(*digest);
    return checksum;
}

std::optional<std::uint64_t> parse_tus_number(std::string_view field) {
    const auto number = parse_decimal(field);
    constexpr auto k_most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return number && *number <= k_most ? number : std::nullopt;
}

struct RunningChecksum::State {
    std::variant<Sha1, crypto_hash_sha256_state> hash;
};

RunningChecksum::RunningChecksum(ChecksumKind kind) : state_(std::make_unique<State>()) {
    if (kind == ChecksumKind::sha256) crypto_hash_sha256_init(&state_->hash.emplace<crypto_hash_sha256_state>());
}
RunningChecksum::~RunningChecksum() = default;
RunningChecksum::RunningChecksum(RunningChecksum&&) noexcept = default;
RunningChecksum& RunningChecksum::operator=(RunningChecksum&&) noexcept = default;

void RunningChecksum::add(std::string_view bytes) {
    if (auto* sha1 = std::get_if<Sha1>(&state_->hash)) {
        sha1->add(bytes);
        return;
    }
    crypto_hash_sha256_update(&std::get<crypto_hash_sha256_state>(state_->hash),
                              reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string RunningChecksum::digest() {
    if (auto* sha1 = std::get_if<Sha1>(&state_->hash)) return sha1->digest();
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&std::get<crypto_hash_sha256_state>(state_->hash),
                             reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

}  // namespace exeat::http
