#include "app/policy_eval/answer.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <exception>
#include <memory_resource>

#include "app/policy_eval/case_facts.h"
#include "core/policy/decide.h"
#include "core/policy/explain.h"

namespace exeat::policy_eval {

namespace json = boost::json;

namespace {

void append_member(std::string& out, std::string_view name, std::string_view word) {
    out.append("\"").append(name).append("\":\"").append(word).append("\"");
}

void append_step(std::string& out, const policy::Step& step) {
    out.append("{\"gate\":").append(std::to_string(static_cast<int>(step.gate))).append(",");
    append_member(out, "name", to_text(step.gate));
    out += ',';
    append_member(out, "result", to_text(step.result));
    out += ',';
    append_member(out, "reason", to_text(step.reason));
    out += ',';
    append_member(out, "source", to_text(step.source));
    if (step.source == policy::Source::folder || step.source == policy::Source::request) {
        out.append(",\"index\":").append(std::to_string(step.index));
    }
    const std::string_view setting = policy::setting_of(step.reason);
    if (!setting.empty()) {
        out += ',';
        append_member(out, "setting", setting);
    }
    out += '}';
}

void append_error(std::string& out, const std::vector<FieldError>& mistakes, std::size_t number) {
    json::array errors;
    for (const FieldError& mistake : mistakes) {
        errors.push_back(json::object{{"pointer", mistake.pointer}, {"text", mistake.text}});
    }
    const json::object error{{"line", number},
                             {"code", "not-a-case"},
                             {"pointer", mistakes.front().pointer},
                             {"text", mistakes.front().text},
                             {"errors", std::move(errors)}};
    out.append(json::serialize(json::object{{"error", error}}));
}

}  // namespace

void append_answer(std::string& out, const policy::Decision& decision) {
    out += '{';
    append_member(out, "outcome", to_text(decision.outcome));
    out.append(",\"needs\":[");
    bool is_first = true;
    for (std::size_t i = 0; i < policy::k_words<policy::Need>.size(); ++i) {
        const auto need = static_cast<policy::Need>(i);
        if (!decision.needs.has(need)) continue;
        out.append(is_first ? "\"" : ",\"").append(to_text(need)).append("\"");
        is_first = false;
    }
    out.append("],");
    if (decision.denied_by) {
        append_member(out, "denied_by", to_text(*decision.denied_by));
    } else {
        out.append("\"denied_by\":null");
    }
    out += ',';
    append_member(out, "request_state", to_text(decision.request_state));
    out.append(decision.can_request ? ",\"can_request\":true" : ",\"can_request\":false");
    out.append(decision.watermarked ? ",\"watermarked\":true" : ",\"watermarked\":false");
    out.append(",\"trace\":[");
    is_first = true;
    for (const policy::Step& step : decision.trace.steps()) {
        if (!is_first) out += ',';
        append_step(out, step);
        is_first = false;
    }
    out.append("]}");
}

/// Blocks that one line's JSON and facts lie in; both are rewound for the next line.
struct LineAnswerer::Memory {
    static constexpr std::size_t k_block = 64 * 1024;
    std::array<unsigned char, k_block> json_block;
    std::array<std::byte, k_block> facts_block;
    std::pmr::monotonic_buffer_resource facts{facts_block.data(), facts_block.size()};
    json::parser parser;

    /// Appends the answer unless there are mistakes.
    void answer(std::string_view line, Reading& reading, std::string& out) {
        json::monotonic_resource resource(json_block.data(), json_block.size());
        facts.release();
        parser.reset(&resource);
        json::error_code error;
        parser.write(line.data(), line.size(), error);
        if (error) {
            parser.reset();  // half a value lies in memory that ends here
            reading.mistakes.push_back({"", "This is not JSON: " + error.message() + "."});
            return;
        }
        const json::value value = parser.release();
        const policy::Facts read = read_facts(reading, value);
        if (reading.mistakes.empty()) append_answer(out, policy::decide(read));
    }
};

LineAnswerer::LineAnswerer() : memory_(std::make_unique<Memory>()) {}
LineAnswerer::~LineAnswerer() = default;

LineReport LineAnswerer::answer(std::string_view line, std::size_t number, std::string& out) {
    Reading reading{&memory_->facts, {}, {}};
    const std::size_t begin = out.size();
    try {
        memory_->answer(line, reading, out);
    } catch (const std::exception& failure) {
        reading.mistakes.push_back({"", std::string("This could not be answered: ") + failure.what() + "."});
    }
    if (!reading.mistakes.empty()) {
        out.resize(begin);
        append_error(out, reading.mistakes, number);
    }
    out += '\n';
    return {std::move(reading.mistakes), std::move(reading.unknown)};
}

}  // namespace exeat::policy_eval
