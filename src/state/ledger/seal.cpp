#include "state/ledger/seal.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "state/ledger/canonical.h"

namespace exeat::ledger {
namespace {

constexpr std::string_view k_signature = "signature: ";

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> parse_bytes(std::string_view text) {
    std::array<std::uint8_t, N> bytes{};
    const auto read = from_hex(text);
    if (!read || read->size() != N ||
        to_hex(std::span(reinterpret_cast<const std::uint8_t*>(read->data()), N)) != text) {
        return std::nullopt;
    }
    std::ranges::transform(*read, bytes.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
    return bytes;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || std::to_string(number) != text) return std::nullopt;
    return number;
}

/// Takes lines "name: value" from the top of a text.
class Lines {
public:
    explicit Lines(std::string_view rest) : rest_(rest) {}

    /// The value of the next line if it has this name.
    std::optional<std::string_view> value(std::string_view name) {
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos || !rest_.starts_with(name)) return std::nullopt;
        const auto value = rest_.substr(name.size(), end - name.size());
        rest_.remove_prefix(end + 1);
        return value;
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<Head> parse_head(std::string_view text) {
    const auto first = text.find(' ');
    const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto stream = parse_number<int>(text.substr(0, first));
    const auto n = parse_number<std::int64_t>(text.substr(first + 1, second - first - 1));
    const auto hash = parse_bytes<32>(text.substr(second + 1));
    if (!stream || !n || !hash) return std::nullopt;
    return Head{*stream, *n, Digest{*hash}};
}

/// All that is signed.
std::string signed_text(const Seal& seal) {
    std::string text = "exeat-seal-1\n";
    text += "n: " + std::to_string(seal.n) + "\n";
    text += "at: " + std::to_string(seal.at.ms) + "\n";
    text += "previous: " + exeat::to_text(seal.previous) + "\n";
    for (const auto& head : seal.heads) {
        text += "head: " + std::to_string(head.stream) + " " + std::to_string(head.n) + " " +
                exeat::to_text(head.hash) + "\n";
    }
    return text + "key: " + to_text(seal.key) + "\n";
}

struct Newest {
    std::int64_t n = 0;
    std::string text;
};

Result<std::optional<Newest>> read_newest(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select n, seal from ledger_seals order by n desc limit 1"));
    if (!row) return std::optional<Newest>{};
    return std::optional(Newest{row->get<std::int64_t>(0), row->get<std::string>(1)});
}

}  // namespace

std::string to_text(const PublicKey& key) {
    return to_hex(key.bytes);
}

std::optional<PublicKey> parse_public_key(std::string_view text) {
    if (const auto bytes = parse_bytes<32>(text)) return PublicKey{*bytes};
    return std::nullopt;
}

Result<SigningKey> SigningKey::from_seed(const keys::SecretBytes& seed) {
    static_assert(crypto_sign_SEEDBYTES == k_seed_bytes);
    if (seed.size() != k_seed_bytes || sodium_init() < 0) {
        return fail(ErrorKind::internal, "signing-key", "The ledger cannot be sealed.",
                    "the seed is of another length");
    }
    SigningKey key;
    key.secret_ = keys::SecretBytes(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.span().data(), seed.data());
    return key;
}

std::array<std::uint8_t, 64> SigningKey::sign(std::string_view bytes) const {
    std::array<std::uint8_t, 64> signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                         secret_.data());
    return signature;
}

std::string to_text(const Seal& seal) {
    return signed_text(seal) + std::string(k_signature) + to_hex(seal.signature) + "\n";
}

std::optional<Seal> parse_seal(std::string_view text) {
    Lines lines(text);
    if (lines.value("exeat-seal-1") != "") return std::nullopt;
    const auto n = lines.value("n: ");
    const auto at = lines.value("at: ");
    const auto previous = lines.value("previous: ");
    if (!n || !at || !previous) return std::nullopt;
    Seal seal;
    const auto number = parse_number<std::int64_t>(*n);
    const auto time = parse_number<std::int64_t>(*at);
    const auto before = parse_bytes<32>(*previous);
    if (!number || !time || !before) return std::nullopt;
    seal.n = *number;
    seal.at = Instant{*time};
    seal.previous = Digest{*before};
    while (const auto line = lines.value("head: ")) {
        const auto head = parse_head(*line);
        if (!head) return std::nullopt;
        seal.heads.push_back(*head);
    }
    const auto key = lines.value("key: ");
    const auto signature = lines.value(k_signature);
    if (!key || !signature || !lines.at_end()) return std::nullopt;
    const auto public_key = parse_public_key(*key);
    const auto signature_bytes = parse_bytes<64>(*signature);
    if (!public_key || !signature_bytes) return std::nullopt;
    seal.key = *public_key;
    seal.signature = *signature_bytes;
    return seal;
}

bool is_signed(const Seal& seal) {
    const auto text = signed_text(seal);
    return crypto_sign_verify_detached(seal.signature.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                       text.size(), seal.key.bytes.data()) == 0;
}

Result<std::optional<Seal>> seal(sql::Transaction& transaction, const SigningKey& key, Instant now) {
    EXEAT_TAKE(const auto newest, read_newest(transaction));
    Seal made;
    EXEAT_TAKE(made.heads, heads(transaction));
    const auto before = newest ? parse_seal(newest->text) : std::nullopt;
    if (made.heads.empty() || (before && before->heads == made.heads)) return std::optional<Seal>{};
    made.n = newest ? newest->n + 1 : 1;
    made.at = now;
    if (newest) made.previous = sha256(newest->text);
    made.key = key.public_key();
    made.signature = key.sign(signed_text(made));
    EXEAT_TAKE(const auto written, transaction.change("insert into ledger_seals (n, seal) values ($1, $2) "
                                                      "on conflict (n) do nothing",
                                                      {made.n, to_text(made)}));
    if (written == 0) return std::optional<Seal>{};
    return std::optional(std::move(made));
}

Result<std::optional<std::string>> newest_seal(sql::Session& session) {
    EXEAT_TAKE(auto newest, read_newest(session));
    if (!newest) return std::optional<std::string>{};
    return std::optional(std::move(newest->text));
}

}  // namespace exeat::ledger
