// Who listens to which channel, and calling them one after the other.
// Called by the databases in this folder, which bring the thread. Refuses to know where a notification came from.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::sql {

class Listeners : public std::enable_shared_from_this<Listeners> {
public:
    /// Until the handle is destroyed. Destroying it waits for a call that is under way, except from within that call.
    [[nodiscard]] std::shared_ptr<void> add(std::string channel, std::function<void(std::string_view)> hear);

    void deliver(std::string_view channel, std::string_view payload);
    /// Tells everybody that something may have been missed.
    void deliver_missed();

    /// Each channel that somebody listens to, once.
    [[nodiscard]] std::vector<std::string> channels() const;

private:
    struct Entry {
        std::string channel;
        std::function<void(std::string_view)> hear;
        std::recursive_mutex calling;
        bool ended = false;
    };

    static void call(Entry& entry, std::string_view payload);
    [[nodiscard]] std::vector<std::shared_ptr<Entry>> entries() const;

    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<Entry>> entries_;
};

/// A channel is 1 to 63 bytes, a payload under 8000 bytes and storable text: PostgreSQL's limits, kept on both engines.
[[nodiscard]] Done check_notification(std::string_view channel, std::string_view payload);

}  // namespace exeat::sql
