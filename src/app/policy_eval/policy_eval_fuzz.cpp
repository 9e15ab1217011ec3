// Any bytes as lines of cases: every line gets one line of JSON, and an answer keeps what every answer keeps.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string_view>

#include "app/policy_eval/policy_eval.h"

namespace {

namespace json = boost::json;

void require(bool holds, std::string_view what) {
    if (holds) return;
    std::cerr << "broken: " << what << "\n";
    std::abort();
}

void check_answer(const json::object& answer) {
    if (answer.contains("error")) return;
    const json::string& outcome = answer.at("outcome").as_string();
    const bool is_need = outcome == "need";
    const bool is_shown = is_need || outcome == "allow";
    require(is_need == !answer.at("needs").as_array().empty(), "needs stand with need");
    require((outcome == "deny") == !answer.at("denied_by").is_null(), "denied_by stands with deny");
    require(is_shown || !answer.at("watermarked").as_bool(), "only what is shown is marked");
    require(is_need || !answer.at("can_request").as_bool(), "only what is needed is asked for");
    const json::array& trace = answer.at("trace").as_array();
    require(!trace.empty() && trace.size() <= 11, "every answer names its gate");
    require(is_shown == (trace.size() == 11 && trace.back().at("result") != "deny"), "what is shown passed all gates");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
    std::ostringstream out;
    std::ostringstream err;
    (void)exeat::policy_eval::run_policy_eval(in, out, err, 1);

    std::istringstream inputs(in.str());
    std::istringstream answers(out.str());
    std::string line;
    std::string answer;
    while (std::getline(inputs, line)) {
        require(static_cast<bool>(std::getline(answers, answer)), "a line for a line");
        check_answer(json::parse(answer).as_object());
    }
    require(!std::getline(answers, answer), "no line for no line");
    return 0;
}
