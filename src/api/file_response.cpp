#include "api/file_response.h"

#include <span>
#include <string>
#include <utility>

#include "api/operation.h"
#include "core/vocabulary/checksum.h"

namespace exeat::api {
namespace {

http::Response refused(const http::Request& request, ErrorKind kind, std::string code, std::string text) {
    return problem_response(request, Error{kind, std::move(code), std::move(text), {}, {}, 0, nullptr});
}

bool is_whole(const std::vector<std::uint32_t>& crc32c, std::uint64_t offset, std::span<const std::byte> block) {
    const auto at = offset / static_cast<std::uint64_t>(blobs::k_block);
    if (at >= crc32c.size()) return false;
    Crc32c crc;
    crc.update({reinterpret_cast<const char*>(block.data()), block.size()});
    return crc.value() == crc32c[at];
}

class ArchiveSource : public http::BodySource {
public:
    ArchiveSource(usecases::House& house, std::shared_ptr<usecases::Transfer> transfer, const http::ByteRange& range)
        : house_(house),
          transfer_(transfer),
          walk_(house, std::move(transfer), static_cast<std::int64_t>(range.first),
                static_cast<std::int64_t>(range.length)) {}

    Result<std::optional<http::Piece>> next() override {
        EXEAT_TAKE(auto piece, walk_.next());
        if (!piece) return std::optional<http::Piece>{};
        if (auto* text = std::get_if<std::string>(&*piece)) return std::optional<http::Piece>(std::move(*text));
        const auto& part = std::get<usecases::EntryPart>(*piece);
        EXEAT_TAKE(auto slice,
                   file_slice(house_, transfer_->delivery, part.file,
                              {static_cast<std::uint64_t>(part.offset), static_cast<std::uint64_t>(part.length)}));
        return std::optional<http::Piece>(std::move(slice));
    }

private:
    usecases::House& house_;
    std::shared_ptr<usecases::Transfer> transfer_;
    usecases::ArchiveWalk walk_;
};

void make_cuttable(const std::shared_ptr<usecases::Transfer>& transfer, http::Response& response) {
    response.cut = std::make_shared<http::Cut>();
    transfer->cut = [cut = response.cut] { cut->now(); };
}

void end_with_response(usecases::House& house, const std::shared_ptr<usecases::Transfer>& transfer,
                       http::Response& response) {
    response.ended = [&house, transfer](const http::Sent& sent) {
        house.transfers.end(transfer, static_cast<std::int64_t>(sent.body_bytes));
    };
}

}  // namespace

FilePlan plan_file_response(const http::Request& request, std::uint64_t size, std::string_view etag,
                            std::string_view file_name, std::string_view media_type) {
    FilePlan plan;
    auto& response = plan.response;
    auto& headers = response.headers;
    headers.set("ETag", std::string(etag));
    headers.set("Cache-Control", "private, no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    const auto answer = http::which_bytes(request, size, etag);
    if (std::holds_alternative<http::NotModified>(answer)) {
        response.status = 304;
        return plan;
    }
    if (std::holds_alternative<http::PreconditionFailed>(answer)) {
        response =
            refused(request, ErrorKind::conflict, "other-file", "These are not the bytes that you have a part of.");
        return plan;
    }
    if (std::holds_alternative<http::NotSatisfiable>(answer)) {
        response = refused(request, ErrorKind::invalid, "no-such-range",
                           "There are " + std::to_string(size) + " bytes; this range lies behind them.");
        response.headers.set("Content-Range", "bytes */" + std::to_string(size));
        return plan;
    }
    headers.set("Accept-Ranges", "bytes");
    headers.set("Content-Type", std::string(media_type));
    headers.set("Content-Disposition", http::attachment_disposition(file_name));
    plan.sends_body = true;
    if (const auto* range = std::get_if<http::ByteRange>(&answer)) {
        response.status = 206;
        headers.set("Content-Range", http::content_range(*range, size));
        plan.range = *range;
    } else {
        plan.range = {0, size};
    }
    return plan;
}

void begin_transfer(usecases::House& house, const std::shared_ptr<usecases::Transfer>& transfer,
                    http::Response& response) {
    make_cuttable(transfer, response);
    house.transfers.begin(transfer);
    end_with_response(house, transfer, response);
}

bool begin_transfer_below(std::size_t most, usecases::House& house, const std::shared_ptr<usecases::Transfer>& transfer,
                          http::Response& response) {
    make_cuttable(transfer, response);
    if (!house.transfers.begin_below(most, transfer)) return false;
    end_with_response(house, transfer, response);
    return true;
}

Result<http::FileSlice> file_slice(const blobs::OpenBlob& blob, std::int64_t size, Checksums crc32c,
                                   const http::ByteRange& range) {
    EXEAT_TAKE(auto descriptor, blob.descriptor());
    if (!descriptor) return fail(ErrorKind::internal, "internal", "", "this blob is no local file");
    http::FileSlice slice;
    slice.file = std::make_shared<const http::File>(descriptor->release());
    slice.offset = range.first;
    slice.length = range.length;
    slice.file_size = static_cast<std::uint64_t>(size);
    slice.check_block = static_cast<std::uint64_t>(blobs::k_block);
    slice.check = [crc32c = std::move(crc32c)](std::uint64_t at, std::span<const std::byte> block) {
        return is_whole(*crc32c, at, block);
    };
    return slice;
}

Result<http::FileSlice> file_slice(usecases::House& house, const std::shared_ptr<usecases::ReadyDelivery>& delivery,
                                   std::size_t file, const http::ByteRange& range) {
    const auto& ready = delivery->items.at(file);
    EXEAT_TAKE(const auto blob, house.blobs.open(ready.item.digest));
    return file_slice(*blob, ready.item.size, ready.crc32c, range);
}

std::unique_ptr<http::BodySource> archive_source(usecases::House& house, std::shared_ptr<usecases::Transfer> transfer,
                                                 const http::ByteRange& range) {
    return std::make_unique<ArchiveSource>(house, std::move(transfer), range);
}

}  // namespace exeat::api
