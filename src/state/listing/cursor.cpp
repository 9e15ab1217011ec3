// Cursors as text: order, number and value, in hexadecimal. Whoever changes one finds another place in what they may
// list anyway.
#include <charconv>
#include <span>

#include "core/domain/names.h"
#include "core/vocabulary/digest.h"
#include "state/listing/pages.h"

namespace exeat::listing {
namespace {

constexpr char k_between = ' ';

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Takes what stands before the next divider.
std::optional<std::int64_t> take_number(std::string_view& text) {
    const auto end = text.find(k_between);
    if (end == std::string_view::npos) return std::nullopt;
    const auto number = number_of(text.substr(0, end));
    text.remove_prefix(end + 1);
    return number;
}

bool is_by_name(store::AssetOrder order) {
    return order == store::AssetOrder::name || order == store::AssetOrder::name_down;
}

}  // namespace

std::string cursor_text(const store::AssetKey& key, store::AssetOrder order) {
    std::string plain = std::to_string(static_cast<int>(order)) + k_between + std::to_string(key.no) + k_between;
    if (const auto* text = std::get_if<std::string>(&key.value)) {
        plain += *text;
    } else {
        plain += std::to_string(std::get<std::int64_t>(key.value));
    }
    return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()));
}

Result<store::AssetKey> parse_cursor(std::string_view text, store::AssetOrder order) {
    const auto wrong = [] {
        return fail(ErrorKind::invalid, "wrong-cursor",
                    "This cursor is not of this list. Take `next` of a page with the same sort, or begin without one.");
    };
    const auto plain = from_hex(text);
    if (!plain) return wrong();
    std::string_view rest = *plain;
    if (take_number(rest) != static_cast<int>(order)) return wrong();
    const auto no = take_number(rest);
    if (!no) return wrong();
    if (is_by_name(order)) {
        if (!domain::is_text(rest)) return wrong();
        return store::AssetKey{std::string(rest), *no};
    }
    const auto number = number_of(rest);
    if (!number) return wrong();
    return store::AssetKey{*number, *no};
}

}  // namespace exeat::listing
