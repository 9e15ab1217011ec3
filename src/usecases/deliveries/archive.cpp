#include "usecases/deliveries/archive.h"

#include <algorithm>

#include "core/zip/names.h"
#include "usecases/deliveries/attend.h"

namespace exeat::usecases {
namespace {

constexpr std::uint64_t k_zeros_at_once = 1 << 20;

zip::StandingOf standing_of(const std::shared_ptr<ReadyDelivery>& delivery) {
    return [delivery](std::size_t entry) { return delivery->standing.at(entry).load(); };
}

}  // namespace

Result<zip::Layout> archive_layout(const store::Delivery& delivery) {
    std::vector<zip::Entry> entries;
    entries.reserve(delivery.items.size());
    for (const auto& item : delivery.items) {
        entries.push_back(
            {zip::safe_part(item.name), static_cast<std::uint64_t>(item.size), item.crc32, delivery.created_at});
    }
    return zip::Layout::make(entries);
}

ArchiveWalk::ArchiveWalk(House& house, std::shared_ptr<Transfer> transfer, std::int64_t first, std::int64_t length)
    : house_(house),
      transfer_(std::move(transfer)),
      cursor_(transfer_->delivery->layout->segments(
          static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(length), standing_of(transfer_->delivery))) {}

Done ArchiveWalk::decide(std::size_t entry, zip::Standing if_withdrawn) {
    decided_ = entry;
    {
        const std::scoped_lock lock(transfer_->deciding);
        transfer_->file.reset();
        auto& standing = transfer_->delivery->standing.at(entry);
        if (standing.load() != zip::Standing::served) return {};
        EXEAT_TAKE(const auto now, house_.authority.now());
        const auto free = may_still_leave(house_, *transfer_->delivery, entry, now);
        if (free) {
            transfer_->file = entry;
            return {};
        }
        // Only a refusal withdraws; a server that cannot answer ends the transfer, and the client comes back.
        if (free.error().kind == ErrorKind::unavailable || free.error().kind == ErrorKind::internal) return free;
        standing = if_withdrawn;
    }
    return house_.database.write([&](sql::Transaction& transaction) {
        return store::withdraw_item(transaction, transfer_->delivery->row.id, static_cast<std::int64_t>(entry),
                                    static_cast<int>(if_withdrawn));
    });
}

Result<std::optional<std::variant<std::string, EntryPart>>> ArchiveWalk::next() {
    using Piece = std::optional<std::variant<std::string, EntryPart>>;
    if (zeros_left_ > 0) {
        const auto now = std::min(zeros_left_, k_zeros_at_once);
        zeros_left_ -= now;
        return Piece(std::string(now, '\0'));
    }
    if (const auto entry = cursor_.upcoming_entry(); entry && decided_ != entry) {
        const bool fresh = cursor_.at_header() && !transfer_->delivery->header_sent.at(*entry).exchange(true);
        EXEAT_TRY(decide(*entry, fresh ? zip::Standing::placeholder : zip::Standing::cut));
    }
    auto segment = cursor_.next();
    if (!segment) return Piece{};
    if (auto* literal = std::get_if<zip::Literal>(&*segment)) return Piece(std::move(literal->bytes));
    if (const auto* zeros = std::get_if<zip::Zeros>(&*segment)) {
        zeros_left_ = zeros->length;
        return next();
    }
    const auto& slice = std::get<zip::Slice>(*segment);
    return Piece(
        EntryPart{slice.entry, static_cast<std::int64_t>(slice.offset), static_cast<std::int64_t>(slice.length)});
}

}  // namespace exeat::usecases
