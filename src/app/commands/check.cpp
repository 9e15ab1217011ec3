// exeat check
#include "usecases/maintenance/check.h"
#include "app/commands.h"

namespace exeat::app {

int run_check(usecases::House& house, const Call& call, Console& console) {
    const auto depth = call.has("quick") ? usecases::CheckDepth::names_and_sizes : usecases::CheckDepth::every_byte;
    const auto report =
        usecases::check_blobs(house, depth, [&console](std::int64_t done) { console.progress(done, done, "blobs"); });
    if (!report) return complain(console, report.error());
    console.say(std::to_string(report->blobs) + " blobs (" + size_text(report->bytes) + "), " +
                std::to_string(report->orphans) + " that nothing points at");
    for (const auto& digest : report->missing) console.complain("missing: a row points at " + digest);
    for (const auto& digest : report->corrupt) console.complain("corrupt, put into quarantine: " + digest);
    for (const auto& path : report->strangers) console.complain("not ours, left alone: " + path);
    const int ledger = run_audit_verify(house, Call{"audit verify", {}, {}, {}}, console);
    const bool whole = report->missing.empty() && report->corrupt.empty() && ledger == k_done;
    console.say(whole ? "all is well" : "something is wrong; see above");
    return whole ? k_done : k_failed;
}

}  // namespace exeat::app
