#include "usecases/deliveries/transfers.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include "state/store/assets.h"
#include "state/store/ended_sign_ins.h"
#include "usecases/deliveries/archive.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_deliveries_kept = 20'000;
constexpr std::chrono::milliseconds k_tick{250};
constexpr int k_ticks_between_saves = 4;

/// `number` is authority's, of before the session began.
Result<std::shared_ptr<ReadyDelivery>> ready(sql::Session& session, DeliveryId id, std::int64_t number) {
    EXEAT_TAKE(auto row, store::read_delivery(session, id));
    if (!row) return std::shared_ptr<ReadyDelivery>{};
    auto delivery = std::make_shared<ReadyDelivery>();
    delivery->first_byte_at = row->first_byte_at;
    delivery->bytes_sent = row->bytes_sent;
    delivery->items.reserve(row->items.size());
    for (const auto& item : row->items) {
        EXEAT_TAKE(auto name, domain::parse_file_name(item.file));
        EXEAT_TAKE(auto blob, store::read_blob(session, item.digest));
        if (!blob) return fail(ErrorKind::internal, "internal", "", "no blob row for " + to_text(item.digest));
        delivery->items.push_back(
            {item, std::move(name), std::make_shared<const std::vector<std::uint32_t>>(std::move(blob->crc32c))});
    }
    const auto count = row->items.size();
    if (count > 1 || row->bytes != row->items.front().size) {
        EXEAT_TAKE(delivery->layout, archive_layout(*row));
        delivery->standing = std::vector<std::atomic<zip::Standing>>(count);
        delivery->header_sent = std::vector<std::atomic<bool>>(count);
        for (std::size_t i = 0; i < count; ++i) {
            delivery->standing[i] = static_cast<zip::Standing>(row->items[i].standing);
            delivery->header_sent[i] = row->first_byte_at.has_value();
        }
    }
    EXEAT_TAKE(const auto ended, store::has_ended(session, row->sign_in));
    if (!ended) delivery->signed_in_at = number;
    delivery->row = std::move(*row);
    return delivery;
}

/// Of what is no delivery's. `answers` are those of one pass, by question: a change that comes later makes another
/// pass.
bool is_still_free(const Transfer& transfer, std::map<std::string, bool>& answers) {
    if (transfer.question.empty()) return transfer.still_free();
    const auto known = answers.find(transfer.question);
    if (known != answers.end()) return known->second;
    return answers.emplace(transfer.question, transfer.still_free()).first->second;
}

}  // namespace

Transfers::Transfers(sql::Database& database, authority::Authority& authority, StillFree still_free)
    : database_(database), authority_(authority), still_free_(std::move(still_free)) {
    bell_ = authority_.on_change([this](const std::vector<store::Change>&) {
        const std::scoped_lock lock(wake_mutex_);
        rang_ = true;
        wake_.notify_one();
    });
    thread_ = std::thread([this] { run(); });
}

Transfers::~Transfers() {
    bell_.reset();
    {
        const std::scoped_lock lock(wake_mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    thread_.join();
    static_cast<void>(save());
}

std::shared_ptr<ReadyDelivery> Transfers::delivery_at_hand(DeliveryId id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = deliveries_.find(id);
    return found == deliveries_.end() ? nullptr : found->second;
}

Result<std::shared_ptr<ReadyDelivery>> Transfers::delivery(DeliveryId id) {
    if (auto kept = delivery_at_hand(id)) return kept;
    const auto number = authority_.number();
    EXEAT_TAKE(auto read, database_.read([id, number](sql::Session& session) { return ready(session, id, number); }));
    if (!read) return read;
    const std::scoped_lock lock(mutex_);
    if (deliveries_.size() >= k_deliveries_kept) {
        // Whoever is not in use and has nothing to write is read again when it is asked for.
        std::erase_if(deliveries_, [](const auto& entry) {
            const std::scoped_lock inner(entry.second->mutex);
            return entry.second.use_count() == 1 && !entry.second->dirty;
        });
    }
    return deliveries_.emplace(id, std::move(read)).first->second;
}

void Transfers::begin(const std::shared_ptr<Transfer>& transfer) {
    if (transfer->delivery) {
        auto& delivery = *transfer->delivery;
        const std::scoped_lock lock(delivery.mutex);
        if (!delivery.first_byte_at) {
            delivery.first_byte_at = transfer->began;
            delivery.dirty = true;
        }
    }
    const std::scoped_lock lock(mutex_);
    transfers_.insert(transfer);
}

bool Transfers::begin_below(std::size_t most, const std::shared_ptr<Transfer>& transfer) {
    const std::scoped_lock lock(mutex_);
    const auto running = std::ranges::count_if(transfers_, [&transfer](const auto& other) {
        return !other->delivery && other->person && other->person == transfer->person;
    });
    if (static_cast<std::size_t>(running) >= most) return false;
    transfers_.insert(transfer);
    return true;
}

void Transfers::end(const std::shared_ptr<Transfer>& transfer, std::int64_t body_bytes) {
    if (transfer->delivery) {
        auto& delivery = *transfer->delivery;
        const std::scoped_lock lock(delivery.mutex);
        delivery.bytes_sent += body_bytes;
        delivery.bytes_unsaved += body_bytes;
        delivery.dirty = true;
    }
    const std::scoped_lock lock(mutex_);
    transfers_.erase(transfer);
}

std::int64_t Transfers::running() const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::int64_t>(transfers_.size());
}

std::vector<std::shared_ptr<Transfer>> Transfers::snapshot() const {
    const std::scoped_lock lock(mutex_);
    return {transfers_.begin(), transfers_.end()};
}

void Transfers::cut(Transfer& transfer) {
    transfer.cut();
    ++cut_;
}

bool Transfers::may_go_on(Transfer& transfer) const {
    const std::scoped_lock lock(transfer.deciding);
    return !transfer.file || still_free_(*transfer.delivery, *transfer.file, transfer.began);
}

void Transfers::decide_deliveries(const std::vector<std::shared_ptr<Transfer>>& running) {
    for (const auto& transfer : running) {
        if (transfer->delivery && !may_go_on(*transfer)) cut(*transfer);
    }
    cut_signed_out(running);
}

/// What was begun with a session or token that somebody took away: one question for all of them.
void Transfers::cut_signed_out(const std::vector<std::shared_ptr<Transfer>>& running) {
    const auto number = authority_.number();
    std::set<std::string> sign_ins;
    for (const auto& transfer : running) {
        if (!transfer->delivery || transfer->delivery->row.sign_in.empty()) continue;
        if (transfer->delivery->signed_in_at.load() != number) sign_ins.insert(transfer->delivery->row.sign_in);
    }
    if (sign_ins.empty()) return;
    const std::vector<std::string> asked(sign_ins.begin(), sign_ins.end());
    const auto ended = database_.read([&](sql::Session& session) { return store::ended_among(session, asked); });
    // A database that does not answer stops authority's clock, and that cuts everything.
    if (!ended) return;
    for (const auto& transfer : running) {
        if (!transfer->delivery || !sign_ins.contains(transfer->delivery->row.sign_in)) continue;
        if (std::ranges::find(*ended, transfer->delivery->row.sign_in) != ended->end()) {
            cut(*transfer);
        } else {
            transfer->delivery->signed_in_at = number;
        }
    }
}

/// Deliveries first: they are decided from memory, and what asks the database one by one must not keep them waiting,
/// also when the next change comes meanwhile.
void Transfers::decide_all() {
    const auto running = snapshot();
    auto number = authority_.number();
    decide_deliveries(running);
    std::map<std::string, bool> answers;
    for (const auto& transfer : running) {
        if (transfer->delivery) continue;
        if (const auto now = authority_.number(); now != number) {
            number = now;
            decide_deliveries(snapshot());
        }
        if (!is_still_free(*transfer, answers)) cut(*transfer);
    }
}

void Transfers::cut_all() {
    for (const auto& transfer : snapshot()) cut(*transfer);
}

/// Wakes at the bell and four times a second: a bell may come late when the database does.
void Transfers::run() {
    int ticks = 0;
    while (true) {
        bool rang = false;
        {
            std::unique_lock lock(wake_mutex_);
            wake_.wait_for(lock, k_tick, [this] { return rang_ || stopping_; });
            if (stopping_) return;
            rang = std::exchange(rang_, false);
        }
        if (!authority_.now()) {
            cut_all();
        } else if (rang) {
            decide_all();
        }
        if (++ticks % k_ticks_between_saves == 0) static_cast<void>(save());
    }
}

Done Transfers::save() {
    std::vector<std::shared_ptr<ReadyDelivery>> dirty;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& [id, delivery] : deliveries_) {
            const std::scoped_lock inner(delivery->mutex);
            if (delivery->dirty) dirty.push_back(delivery);
        }
    }
    constexpr std::size_t k_at_once = 500;
    for (std::size_t from = 0; from < dirty.size(); from += k_at_once) {
        const auto to = std::min(from + k_at_once, dirty.size());
        std::vector<store::DeliveryProgress> progress;
        for (auto i = from; i < to; ++i) {
            const std::scoped_lock lock(dirty[i]->mutex);
            progress.push_back({dirty[i]->row.id, *dirty[i]->first_byte_at, dirty[i]->bytes_unsaved});
        }
        EXEAT_TRY(database_.write([&](sql::Transaction& transaction) -> Done {
            for (const auto& one : progress) EXEAT_TRY(store::add_progress(transaction, one));
            return {};
        }));
        for (auto i = from; i < to; ++i) {
            const std::scoped_lock lock(dirty[i]->mutex);
            dirty[i]->bytes_unsaved -= progress[i - from].bytes_sent;
            dirty[i]->dirty = dirty[i]->bytes_unsaved != 0;
        }
    }
    return {};
}

}  // namespace exeat::usecases
