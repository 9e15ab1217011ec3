// What is being sent now: files of deliveries, and files that came with requests. Each running transfer is decided
// again when the bell rings (a right was taken away), and all are cut when authority can no longer know. It also keeps
// deliveries in memory while they are in use, and writes how far they got every second or so. Called by attend.h and by
// the routes that send; started and stopped by src/app. Refuses to know sockets: a transfer brings its own way to be
// cut.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/domain/case.h"
#include "core/zip/layout.h"
#include "platform/sql/database.h"
#include "state/authority/authority.h"
#include "state/blobs/blobs.h"
#include "state/store/deliveries.h"

namespace exeat::usecases {

/// One file of a delivery with its parsed name and what checks its bytes.
struct ReadyItem {
    store::DeliveryItem item;
    domain::FileName name;
    std::shared_ptr<const std::vector<std::uint32_t>> crc32c;  // one for each MiB
};

/// A delivery in use. The counters are those of this process.
struct ReadyDelivery {
    store::Delivery row;
    std::vector<ReadyItem> items;
    std::optional<zip::Layout> layout;                 // of an archive
    std::vector<std::atomic<zip::Standing>> standing;  // of each entry of an archive; only ever away from served
    std::vector<std::atomic<bool>> header_sent;        // of each entry: a client may have seen its header
    std::atomic<std::int64_t> signed_in_at{-1};        // authority's number when its sign-in was not taken away
    std::mutex mutex;                                  // of what follows
    std::optional<Instant> first_byte_at;
    std::int64_t bytes_sent = 0;     // with what was written before
    std::int64_t bytes_unsaved = 0;  // not written yet
    bool dirty = false;
};

/// A transfer while it runs.
struct Transfer {
    std::shared_ptr<ReadyDelivery> delivery;  // null for a file that is none's
    std::function<bool()> still_free;         // asked where there is no delivery; may read the database
    std::string question;                     // of still_free: those with the same share an answer; empty for none
    std::optional<PersonId> person;           // whose it is, where it counts among theirs
    Instant began;
    std::function<void()> cut;        // thread-safe, any number of times
    std::mutex deciding;              // of `file`: the bell does not come while the turn of an entry is decided
    std::optional<std::size_t> file;  // of the delivery, whose bytes are being sent; none where an archive has only
                                      // what stands for a file
};

class Transfers {
public:
    /// Decides again whether a file of a running transfer may go on, as of the moment it began: what ends by itself may
    /// finish, what was taken away may not.
    using StillFree = std::function<bool(const ReadyDelivery&, std::size_t file, Instant began)>;

    Transfers(sql::Database& database, authority::Authority& authority, StillFree still_free);
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    /// From memory or the database; null when there is none of that id.
    [[nodiscard]] Result<std::shared_ptr<ReadyDelivery>> delivery(DeliveryId id);

    /// Only from memory; null when it would have to be read.
    [[nodiscard]] std::shared_ptr<ReadyDelivery> delivery_at_hand(DeliveryId id) const;

    /// Runs until end(). The bell is answered from now on.
    void begin(const std::shared_ptr<Transfer>& transfer);
    /// The same for one of no delivery, unless as many of its person's run already. Whether it has begun.
    [[nodiscard]] bool begin_below(std::size_t most, const std::shared_ptr<Transfer>& transfer);
    void end(const std::shared_ptr<Transfer>& transfer, std::int64_t body_bytes);

    /// Writes counters that were not written yet. Called by itself every second, and at the stop.
    Done save();
    [[nodiscard]] std::int64_t running() const;
    [[nodiscard]] std::int64_t cut_by_policy() const { return cut_.load(); }

private:
    void run();
    void decide_all();
    bool may_go_on(Transfer& transfer) const;
    void decide_deliveries(const std::vector<std::shared_ptr<Transfer>>& running);
    void cut_signed_out(const std::vector<std::shared_ptr<Transfer>>& running);
    void cut(Transfer& transfer);
    void cut_all();
    std::vector<std::shared_ptr<Transfer>> snapshot() const;

    sql::Database& database_;
    authority::Authority& authority_;
    StillFree still_free_;

    mutable std::mutex mutex_;  // of deliveries_ and transfers_
    std::unordered_map<DeliveryId, std::shared_ptr<ReadyDelivery>> deliveries_;
    std::unordered_set<std::shared_ptr<Transfer>> transfers_;
    std::atomic<std::int64_t> cut_{0};

    std::mutex wake_mutex_;
    std::condition_variable wake_;
    bool rang_ = false;
    bool stopping_ = false;
    std::shared_ptr<void> bell_;
    std::thread thread_;
};

}  // namespace exeat::usecases
