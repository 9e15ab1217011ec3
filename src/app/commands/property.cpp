// exeat property get, set, list
#include "usecases/settings/properties.h"

#include "app/commands.h"

namespace exeat::app {
namespace {

using namespace usecases;

void show(const Property& property, Console& console) {
    console.say(property.name + " = " + property.value +
                (property.in_effect == property.value ? "" : "   (in effect: " + property.in_effect + ")"));
    for (const auto& warning : property.warnings) console.complain("warning: " + warning.text);
}

Done run(House& house, const Call& call, Console& console) {
    const auto caller = operator_caller();
    if (call.command == "property list") {
        EXEAT_TAKE(const auto all, list_properties(house, caller));
        for (const auto& property : all) show(property, console);
        return {};
    }
    if (call.command == "property set") {
        EXEAT_TAKE(const auto property,
                   write_property(house, caller, std::nullopt, call.words.at(0), call.words.at(1), Confirmed::nothing));
        show(property, console);
        return {};
    }
    EXEAT_TAKE(const auto property, read_property(house, caller, call.words.at(0)));
    show(property, console);
    return {};
}

}  // namespace

int run_property(usecases::House& house, const Call& call, Console& console) {
    const auto done = run(house, call, console);
    return done ? k_done : complain(console, done.error());
}

}  // namespace exeat::app
