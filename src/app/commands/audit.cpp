// exeat audit verify
#include <fstream>
#include <iterator>

#include "app/commands.h"
#include "state/ledger/verify.h"
#include "usecases/keys.h"

namespace exeat::app {

int run_audit_verify(usecases::House& house, const Call& call, Console& console) {
    const auto key = ledger::SigningKey::from_seed(house.keys.ledger_seed());
    if (!key) return complain(console, key.error());
    ledger::VerifyOptions options;
    options.trusted.push_back(key->public_key());
    if (const auto file = call.option("seal")) {
        std::ifstream seal(*file, std::ios::binary);
        if (!seal) {
            console.complain("exeat: the seal " + *file + " cannot be read");
            return k_failed;
        }
        options.elsewhere.emplace(std::istreambuf_iterator<char>(seal), std::istreambuf_iterator<char>());
    }
    const auto report = ledger::verify(house.database, options);
    if (!report) return complain(console, report.error());
    console.say(std::to_string(report->entries) + " entries in " + std::to_string(report->streams) + " streams, " +
                std::to_string(report->seals) + " seals, " + std::to_string(report->erased) + " bodies erased, " +
                std::to_string(report->unsealed) + " entries not sealed yet");
    if (report->flaw) {
        console.complain("exeat: the ledger is not as it was written: " + report->flaw->text);
        return k_failed;
    }
    console.say("the ledger is as it was written");
    const auto seal = house.database.read([](sql::Session& session) { return ledger::newest_seal(session); });
    if (seal && *seal) {
        console.say("the newest seal, to be kept elsewhere:");
        console.say(**seal);
    }
    return k_done;
}

}  // namespace exeat::app
