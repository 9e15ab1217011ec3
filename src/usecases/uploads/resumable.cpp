#include "usecases/uploads/resumable.h"

#include <algorithm>
#include <utility>

#include "state/store/uploads.h"
#include "usecases/sessions/signed_in_watch.h"
#include "usecases/sessions/still_signed_in.h"
#include "usecases/uploads/target_text.h"

namespace exeat::usecases {
namespace {

/// The row of an upload that is the caller's own and has not ended.
Result<store::UploadRow> own_upload(House& house, const Caller& caller, UploadId id) {
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(auto row, house.database.read([id](sql::Session& session) { return store::read_upload(session, id); }));
    if (!row || !caller.person || row->person != *caller.person) {
        return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
    }
    if (now >= row->expires_at) {
        return fail(ErrorKind::gone, "upload-ended",
                    "This upload was not finished in time and is gone. Start it again.");
    }
    return std::move(*row);
}

UploadState state_of(const store::UploadRow& row) {
    return {row.id, row.length, row.position, row.expires_at, row.finished, row.metadata};
}

class Writer : public UploadWriter {
public:
    Writer(House& house, const Caller& caller, store::UploadRow row, std::shared_ptr<OpenUploads::Entry> entry)
        : house_(house), caller_(caller), watch_(house, caller), row_(std::move(row)), entry_(std::move(entry)) {}
    ~Writer() override {
        entry_.reset();
        house_.uploads.give_back(row_.id);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Done append(std::span<const std::byte> bytes) override {
        EXEAT_TRY(watch_.ask());
        if (entry_->incoming->size() + static_cast<std::int64_t>(bytes.size()) > row_.length) {
            return fail(ErrorKind::too_large, "upload-overrun",
                        "More bytes came than the upload's length of " + std::to_string(row_.length) + ".");
        }
        return entry_->incoming->append(bytes);
    }

    Done rewind() override { return entry_->incoming->rewind(); }

    Result<UploadState> acknowledge() override {
        const auto position = entry_->incoming->size();
        if (position == row_.length) return complete();
        if (position == row_.position) return state_of(row_);
        EXEAT_TRY(entry_->incoming->sync());
        EXEAT_TAKE(const auto now, house_.database.now());
        EXEAT_TRY(house_.database.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(still_signed_in(transaction, caller_, now));
            return store::move_upload(transaction, row_.id, position);
        }));
        row_.position = position;
        return state_of(row_);
    }

private:
    Result<UploadState> complete() {
        EXEAT_TAKE(const auto target, target_of(row_.target));
        // Before there is a blob: what is refused leaves none.
        EXEAT_TRY(may_keep_file(house_, caller_, target, row_.name, *entry_->incoming));
        auto stored = entry_->incoming->finish();
        // It stays busy until its end is committed: nobody ends it or sends to it in between.
        entry_->incoming.reset();
        if (!stored) return fail(std::move(stored.error()));
        EXEAT_TAKE(auto type, type_of(house_, stored->facts, row_.name));
        EXEAT_TAKE(const auto taken,
                   take_file(house_, caller_, {target, row_.name, std::move(type), row_.id}, *stored));
        // Kept until here, so that whoever dies in between can end it again. What stays now goes when it expires.
        static_cast<void>(house_.blobs.drop_upload(row_.id));
        row_.position = row_.length;
        row_.finished = taken.asset;
        return state_of(row_);
    }

    House& house_;
    Caller caller_;
    SignedInWatch watch_;
    store::UploadRow row_;
    std::shared_ptr<OpenUploads::Entry> entry_;
};

}  // namespace

Result<std::shared_ptr<OpenUploads::Entry>> OpenUploads::take(UploadId id) {
    const std::scoped_lock lock(mutex_);
    auto& entry = entries_[id];
    if (!entry) entry = std::make_shared<Entry>();
    if (entry->busy) {
        return fail(ErrorKind::conflict, "upload-busy",
                    "Another request is sending bytes of this upload. Wait for it.");
    }
    entry->busy = true;
    return entry;
}

void OpenUploads::give_back(UploadId id) {
    constexpr std::size_t k_kept = 256;
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end()) return;
    found->second->busy = false;
    // One that was dropped here is hashed again when it goes on.
    if (entries_.size() > k_kept || !found->second->incoming) entries_.erase(found);
}

Result<UploadState> begin_upload(House& house, const Caller& caller, const UploadWish& wish) {
    if (!caller.person) return fail(ErrorKind::forbidden, "no-person", "Only a person uploads. Sign in.");
    EXEAT_TRY(may_take_file(house, caller, wish.target, wish.name, wish.length));
    EXEAT_TAKE(const auto now, house.database.now());
    store::UploadRow row{UploadId::make(now),
                         *caller.person,
                         text_of(wish.target),
                         wish.name,
                         wish.length,
                         0,
                         now,
                         Instant{now.ms + house.options.upload_lives_ms},
                         std::nullopt,
                         wish.metadata};
    EXEAT_TAKE(auto entry, house.uploads.take(row.id));
    auto incoming = house.blobs.begin_upload(row.id);
    if (incoming) entry->incoming = std::move(*incoming);
    auto kept = incoming ? house.database.write(
                               [&](sql::Transaction& transaction) { return store::insert_upload(transaction, row); })
                         : Done(std::unexpected(incoming.error()));
    if (!kept) entry->incoming.reset();
    entry.reset();
    house.uploads.give_back(row.id);
    if (!kept) {
        static_cast<void>(house.blobs.drop_upload(row.id));
        return fail(std::move(kept.error()));
    }
    return state_of(row);
}

Result<UploadState> upload_state(House& house, const Caller& caller, UploadId id) {
    EXEAT_TAKE(const auto row, own_upload(house, caller, id));
    return state_of(row);
}

Result<std::unique_ptr<UploadWriter>> continue_upload(House& house, const Caller& caller, UploadId id,
                                                      std::int64_t offset) {
    EXEAT_TAKE(auto entry, house.uploads.take(id));
    const auto give_up = [&](Error error) {
        entry.reset();
        house.uploads.give_back(id);
        return fail(std::move(error));
    };
    // Read only now: a request that had it before may have moved it.
    auto row = own_upload(house, caller, id);
    if (!row) return give_up(std::move(row.error()));
    if (row->finished || row->position != offset) {
        Error error;
        error.kind = ErrorKind::conflict;
        error.code = "wrong-offset";
        error.text =
            "This upload goes on at byte " + std::to_string(row->position) + ", not at " + std::to_string(offset) + ".";
        return give_up(std::move(error));
    }
    if (!entry->incoming || entry->incoming->size() != row->position) {
        entry->incoming.reset();
        auto resumed = house.blobs.resume_upload(id, row->position);
        if (!resumed) return give_up(std::move(resumed.error()));
        entry->incoming = std::move(*resumed);
    }
    return std::make_unique<Writer>(house, caller, std::move(*row), std::move(entry));
}

Done drop_upload(House& house, UploadId id) {
    EXEAT_TAKE(auto entry, house.uploads.take(id));
    entry->incoming.reset();
    entry.reset();
    auto done = house.blobs.drop_upload(id);
    // Busy until its row is gone: a part that came in between would find a row without bytes.
    if (done) {
        done =
            house.database.write([id](sql::Transaction& transaction) { return store::delete_upload(transaction, id); });
    }
    house.uploads.give_back(id);
    return done;
}

Done end_upload(House& house, const Caller& caller, UploadId id) {
    EXEAT_TRY(own_upload(house, caller, id));
    return drop_upload(house, id);
}

}  // namespace exeat::usecases
