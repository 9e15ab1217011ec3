#include "app/jobs.h"

#include <chrono>

#include "platform/telemetry/log.h"
#include "state/blobs/blobs.h"
#include "usecases/bulk/bulk.h"
#include "usecases/maintenance/maintenance.h"
#include "usecases/requests/closing.h"
#include "usecases/requests/reminders.h"

namespace exeat::app {
namespace {

constexpr int k_minute = 60;
constexpr std::chrono::milliseconds k_bulk_slice{700};
constexpr int k_day = 24 * 60 * k_minute;

void note(usecases::House& house, std::string_view step, const Done& done) {
    if (!done) house.log.failure("job_failed", done.error(), {{"job", step}});
}

}  // namespace

Jobs::Jobs(usecases::House& house) : house_(house), thread_([this] { run(); }) {}

Jobs::~Jobs() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Jobs::run() {
    int seconds = 0;
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) {
        lock.unlock();
        every_second();
        if (seconds % k_minute == 0) every_minute();
        if (seconds % k_day == k_minute) every_day();
        ++seconds;
        lock.lock();
    }
}

void Jobs::every_second() {
    if (!house_.blobs.ready()) {
        const auto proved = house_.blobs.prove();
        if (proved) house_.log.info("disk_is_well_again");
    }
    note(house_, "seal", usecases::seal_ledger(house_));
    note(house_, "end_lapsed_requests", usecases::end_lapsed_requests(house_));
    change_in_bulk();
}

// A piece after the other for most of a second, so that the ledger is still sealed each second.
void Jobs::change_in_bulk() {
    const auto until = std::chrono::steady_clock::now() + k_bulk_slice;
    while (std::chrono::steady_clock::now() < until) {
        const auto remaining = usecases::advance_bulk_changes(house_);
        if (!remaining) house_.log.failure("job_failed", remaining.error(), {{"job", "bulk_change"}});
        if (!remaining || *remaining == usecases::Remaining::nothing) return;
    }
}

void Jobs::every_minute() {
    note(house_, "give_back_unused", usecases::give_back_unused(house_));
    note(house_, "end_uploads", usecases::end_uploads(house_));
    const auto now = house_.database.now();
    if (!now) return;
    note(house_, "remind_receivers", usecases::remind_receivers(house_, *now));
    note(house_, "escalate_requests", usecases::escalate_requests(house_, *now));
    note(house_, "remind_holders", usecases::remind_holders(house_, *now));
}

void Jobs::every_day() {
    note(house_, "forget_ended", usecases::forget_ended(house_));
    note(house_, "collect_blobs", usecases::collect_blobs(house_));
}

}  // namespace exeat::app
