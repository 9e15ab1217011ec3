#include "platform/http/field_parameters.h"

#include "platform/http/ascii.h"

namespace exeat::http {
namespace {

/// Whether what follows a quote lets it be the last one of its value.
bool ends_value(std::string_view rest) {
    rest = trimmed(rest);
    return rest.empty() || rest.front() == ';';
}

/// Takes a quoted value off the front; `text` begins behind the opening quote.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped_quote = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"';
        if (escaped_quote && !ends_value(text.substr(i + 2))) {
            value.push_back('"');
            ++i;
            continue;
        }
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            if (!ends_value(text)) return std::nullopt;
            return value;
        }
        value.push_back(text[i]);
    }
    return std::nullopt;
}

}  // namespace

const std::string* FieldParameters::find(std::string_view name) const {
    for (const auto& [key, said] : others) {
        if (key == name) return &said;
    }
    return nullptr;
}

std::optional<FieldParameters> parse_field_parameters(std::string_view text) {
    FieldParameters parameters;
    parameters.value = ascii_lowered(trimmed(take_until(text, ';')));
    while (true) {
        text = trimmed(text);
        if (text.empty()) return parameters;
        if (text.front() == ';') {
            text.remove_prefix(1);
            continue;
        }
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        auto name = ascii_lowered(trimmed(text.substr(0, equals)));
        if (!is_token(name) || parameters.find(name)) return std::nullopt;
        text = trimmed(text.substr(equals + 1));
        std::optional<std::string> value;
        if (text.starts_with('"')) {
            text.remove_prefix(1);
            value = take_quoted(text);
        } else {
            value = std::string(trimmed(text.substr(0, text.find(';'))));
            if (!is_token(*value)) return std::nullopt;
            (void)take_until(text, ';');
        }
        if (!value) return std::nullopt;
        parameters.others.emplace_back(std::move(name), std::move(*value));
    }
}

}  // namespace exeat::http
