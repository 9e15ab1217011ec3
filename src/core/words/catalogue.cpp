#include "core/words/catalogue.h"

#include <algorithm>
#include <array>

#include "core/words/english.h"

namespace exeat::words {

std::span<const Language> languages() {
    static constexpr std::array k_languages{Language::english};
    return k_languages;
}

std::span<const Sentence> catalogue(Language language) {
    switch (language) {
        case Language::english:
            return english();
    }
    return {};
}

std::optional<std::string_view> find(Language language, std::string_view key) {
    const auto sentences = catalogue(language);
    const auto found = std::ranges::lower_bound(sentences, key, {}, &Sentence::key);
    if (found == sentences.end() || found->key != key) return std::nullopt;
    return found->text;
}

std::string filled(std::string_view text, std::initializer_list<Value> values) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = text.find('}', std::min(open, text.size()));
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        out += text.substr(0, open);
        const auto name = text.substr(open + 1, close - open - 1);
        for (const auto& value : values) {
            if (value.name == name) out += value.value;
        }
        text.remove_prefix(close + 1);
    }
    return out += text;
}

}  // namespace exeat::words
