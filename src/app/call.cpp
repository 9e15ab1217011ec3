#include "app/call.h"

#include <boost/json.hpp>

namespace exeat::app {

std::optional<std::string> Call::option(std::string_view name) const {
    const auto found = options.find(std::string(name));
    if (found == options.end()) return std::nullopt;
    return found->second;
}

std::string Call::option_or(std::string_view name, std::string fallback) const {
    auto value = option(name);
    return value ? std::move(*value) : std::move(fallback);
}

std::string to_text(const Call& call) {
    boost::json::object options;
    for (const auto& [name, value] : call.options) options[name] = value;
    boost::json::array words(call.words.begin(), call.words.end());
    return boost::json::serialize(boost::json::object{{"command", call.command},
                                                      {"options", std::move(options)},
                                                      {"words", std::move(words)},
                                                      {"input", call.input}});
}

std::optional<Call> parse_call(std::string_view text) {
    boost::system::error_code error;
    const auto value = boost::json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    const auto& object = value.get_object();
    const auto* command = object.if_contains("command");
    const auto* options = object.if_contains("options");
    const auto* words = object.if_contains("words");
    const auto* input = object.if_contains("input");
    if (command == nullptr || !command->is_string() || options == nullptr || !options->is_object() ||
        words == nullptr || !words->is_array() || input == nullptr || !input->is_string()) {
        return std::nullopt;
    }
    Call call;
    call.command = std::string(command->get_string());
    call.input = std::string(input->get_string());
    for (const auto& [name, option] : options->get_object()) {
        if (!option.is_string()) return std::nullopt;
        call.options[std::string(name)] = std::string(option.get_string());
    }
    for (const auto& word : words->get_array()) {
        if (!word.is_string()) return std::nullopt;
        call.words.emplace_back(word.get_string());
    }
    return call;
}

}  // namespace exeat::app
