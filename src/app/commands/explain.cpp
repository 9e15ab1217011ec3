// exeat explain
#include "core/policy/explain.h"
#include "app/commands.h"
#include "usecases/people/people.h"
#include "usecases/permit.h"
#include "usecases/why.h"

namespace exeat::app {
namespace {

Done explain(usecases::House& house, const Call& call, Console& console) {
    EXEAT_TAKE(const auto person, usecases::find_person(house, operator_caller(), call.option_or("user", "")));
    const auto id = AssetId::parse(call.option_or("asset", ""));
    if (!id) return fail(ErrorKind::invalid, "wrong-value", "--asset is an id of 26 characters.");
    EXEAT_TAKE(const auto asset, house.authority.asset(*id));
    if (!asset) return fail(ErrorKind::not_found, "not-found", "There is no asset with that id.");
    const auto action = policy::parse_word<policy::Action>(call.option_or("action", "download"));
    if (!action) return fail(ErrorKind::invalid, "wrong-value", "--action is a word like view, download or edit.");
    EXEAT_TAKE(const auto file, domain::parse_file_name(call.option_or("file", "original")));

    usecases::Caller caller;
    caller.kind = usecases::Caller::Kind::person;
    caller.person = person.row.id;
    domain::Wish wish;
    wish.action = *action;
    wish.file = file.asked();
    EXEAT_TAKE(const auto permit, usecases::ask(house.authority, caller, asset, wish));
    const auto& decision = permit.decision();
    console.say(std::string(policy::to_text(decision.outcome)));
    for (const auto& sentence : usecases::why(permit, *action)) console.say(sentence);
    for (const auto& request : permit.facts().requests()) {
        console.say("  request " + request->id.text() + ": " + std::string(policy::to_text(request->status)) +
                    (request->revoked ? ", revoked" : "") +
                    (request->valid_until ? ", until " + to_text(*request->valid_until) : ""));
    }
    for (const auto& step : decision.trace.steps()) {
        console.say("  " + std::string(policy::to_text(step.gate)) + ": " + std::string(policy::to_text(step.result)) +
                    ", " + std::string(policy::to_text(step.reason)) + " (" +
                    std::string(policy::to_text(step.source)) + ")");
    }
    return {};
}

}  // namespace

int run_explain(usecases::House& house, const Call& call, Console& console) {
    const auto done = explain(house, call, console);
    return done ? k_done : complain(console, done.error());
}

}  // namespace exeat::app
