#include "usecases/pictures/studio.h"

#include <chrono>

#include "platform/telemetry/log.h"
#include "usecases/pictures/desk.h"
#include "usecases/pictures/make_pictures.h"

namespace exeat::usecases {
namespace {

using namespace std::chrono_literals;

constexpr auto k_look_again = 1000ms;
constexpr int k_turns_until_rest = 10;
constexpr int k_turns_until_tidy = 60;
constexpr int k_jobs_at_once = 4;

}  // namespace

Studio::Studio(Gallery& gallery, StudioOptions options)
    : gallery_(gallery), house_(gallery.house), options_(std::move(options)), decoder_(options_.decoder) {
    auto present = decoder_.present();
    gallery_.desk.attend(present);
    if (!present) {
        house_.log.warning("no_pictures", {{"reason", present.error().detail}});
        return;
    }
    for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { run(); });
}

Studio::~Studio() {
    stop();
}

void Studio::stop() {
    gallery_.desk.close();
    decoder_.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    give_back();
}

void Studio::give_back() {
    const std::scoped_lock lock(mutex_);
    const auto now = house_.database.now();
    if (taken_.empty() || !now) return;
    // If this fails their time as taken runs out: they are late, not lost.
    static_cast<void>(house_.database.write([&](sql::Transaction& transaction) -> Done {
        for (const auto& job : taken_) {
            EXEAT_TRY(store::fail_job(transaction, job.kind, job.source,
                                      {job.reason, job.detail, *now, job.attempts - 1}, *now));
        }
        return {};
    }));
    taken_.clear();
}

void Studio::run() {
    int idle = 0;
    while (!gallery_.desk.is_closed()) {
        if (work_once()) {
            idle = 0;
            continue;
        }
        if (++idle == k_turns_until_rest) decoder_.rest();
        tidy_now_and_then();
        gallery_.desk.wait(k_look_again);
    }
}

void Studio::tidy_now_and_then() {
    // After a while of work as well: the queue is never full for ever.
    if (looks_++ % k_turns_until_tidy == 0) gallery_.renditions.tidy();
}

bool Studio::work_once() {
    if (const auto wish = gallery_.desk.take()) {
        // What went wrong is in the queue, and told to whoever asks again.
        static_cast<void>(make_wished_picture(gallery_, decoder_, options_.limits, *wish));
        gallery_.desk.done(*wish);
        return true;
    }
    if (const auto job = next_job()) {
        static_cast<void>(do_picture_job(gallery_, decoder_, options_.limits, *job));
        return true;
    }
    return look_for_missing();
}

std::optional<store::JobRow> Studio::next_job() {
    const std::scoped_lock lock(mutex_);
    if (taken_.empty()) {
        const auto now = house_.database.now();
        if (!now) return std::nullopt;
        const auto due = house_.database.read([&](sql::Session& session) { return store::has_due_job(session, *now); });
        if (!due || !*due) return std::nullopt;
        auto taken = house_.database.write(
            [&](sql::Transaction& transaction) { return store::take_jobs(transaction, *now, k_jobs_at_once); });
        if (!taken) return std::nullopt;
        taken_.assign(std::make_move_iterator(taken->begin()), std::make_move_iterator(taken->end()));
    }
    if (taken_.empty()) return std::nullopt;
    auto job = std::move(taken_.front());
    taken_.pop_front();
    return job;
}

bool Studio::look_for_missing() {
    std::optional<std::int64_t> after;
    {
        const std::scoped_lock lock(mutex_);
        if (looking_ || !looked_at_) return false;
        looking_ = true;
        after = looked_at_;
    }
    const auto last = queue_missing_pictures(house_, *after);
    const std::scoped_lock lock(mutex_);
    looking_ = false;
    if (!last) return false;  // the database is away; again from the same place
    looked_at_ = *last;
    return true;
}

}  // namespace exeat::usecases
