// Bytes on their way into a local store: a file in incoming/ that is written, hashed and at last given the name of its
// digest. Made by LocalBlobs. Refuses to know requests and rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "state/blobs/blobs.h"
#include "state/blobs/content_hash.h"
#include "state/blobs/local_store.h"

namespace exeat::blobs {

class LocalIncoming final : public Incoming {
public:
    /// What becomes of the file when this goes before finish().
    enum class Dropped : std::uint8_t { removed, kept };

    static Result<std::unique_ptr<LocalIncoming>> create(std::shared_ptr<LocalStore> store, std::string path,
                                                         Dropped dropped);
    static Result<std::unique_ptr<LocalIncoming>> reopen(std::shared_ptr<LocalStore> store, std::string path,
                                                         std::int64_t acknowledged);
    ~LocalIncoming() override;

    Done append(std::span<const std::byte> bytes) override;
    Done sync() override;
    Done rewind() override;
    [[nodiscard]] std::int64_t size() const override { return hash_.size(); }
    Result<std::size_t> head(std::span<std::byte> into) override;
    Result<Stored> finish() override;
    void discard() override;

    /// As finish() of each: all are written first, then all named, then each folder synced once.
    static std::vector<Result<Stored>> finish_all(std::span<LocalIncoming* const> incoming);

private:
    LocalIncoming(std::shared_ptr<LocalStore> store, std::string path, OwnedFile file, Dropped dropped);
    struct Finishing;
    static void place_all(std::span<Finishing> all);

    Done usable() const;
    /// Gives up after an error: the file goes, or is cut back to what was acknowledged.
    std::unexpected<Error> spoil(Error error);
    Done write_whole(std::span<const std::byte> bytes);
    Done compare_whole(std::span<const std::byte> bytes);
    Done cut_back();
    void start_writeback();
    Done make_bytes_durable();
    Done read_again(std::int64_t acknowledged);

    std::shared_ptr<LocalStore> store_;
    std::string path_;
    std::optional<OwnedFile> file_;  // none after finish(), discard() or an error
    Dropped dropped_;
    std::uint64_t epoch_;
    ContentHash hash_;
    ContentHash synced_;  // as hash_ was at the last sync()
    bool named_durably_ = false;
    bool is_a_blob_ = false;  // finish() had named it before a restart: its bytes are compared, and never changed
    std::int64_t handed_to_disk_ = 0;
    std::optional<Error> spoiled_;
};

}  // namespace exeat::blobs
