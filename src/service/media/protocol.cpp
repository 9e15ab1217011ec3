#include "service/media/protocol.h"

#include <algorithm>
#include <utility>

namespace exeat::media {
namespace {

/// Numbers are little-endian.
class Writer {
public:
    template <class Number>
    Writer& put(Number number) {
        auto rest = static_cast<std::uint64_t>(number);
        for (std::size_t i = 0; i < sizeof(Number); ++i) {
            bytes_.push_back(static_cast<char>(rest & 0xffU));
            rest >>= 8U;
        }
        return *this;
    }
    Writer& text(std::string_view bytes) {
        bytes_ += bytes;
        return *this;
    }
    [[nodiscard]] std::string frame(FrameKind kind) const {
        Writer head;
        head.put(static_cast<std::uint32_t>(bytes_.size())).put(k_protocol_version);
        head.put(static_cast<std::uint16_t>(kind));
        return head.bytes_ + bytes_;
    }

private:
    std::string bytes_;
};

/// After a number that is not there every other is 0, and is_done() says no.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    [[nodiscard]] Number number() {
        const auto raw = text(sizeof(Number));
        std::uint64_t value = 0;
        for (std::size_t i = raw.size(); i > 0; --i) value = value << 8U | static_cast<unsigned char>(raw[i - 1]);
        return static_cast<Number>(value);
    }
    [[nodiscard]] std::string_view text(std::size_t length) {
        if (length > bytes_.size()) {
            failed_ = true;
            bytes_ = {};
            return {};
        }
        const auto found = bytes_.substr(0, length);
        bytes_.remove_prefix(length);
        return found;
    }
    template <class Word>
    [[nodiscard]] Word word(Word first, Word last) {
        const auto value = number<std::underlying_type_t<Word>>();
        if (value < std::to_underlying(first) || value > std::to_underlying(last)) failed_ = true;
        return static_cast<Word>(value);
    }
    [[nodiscard]] bool is_done() const { return !failed_ && bytes_.empty(); }
    [[nodiscard]] bool has_failed() const { return failed_; }

private:
    std::string_view bytes_;
    bool failed_ = false;
};

}  // namespace

std::optional<FrameHead> read_frame_head(std::string_view bytes) {
    if (bytes.size() != k_frame_head) return std::nullopt;
    Reader reader(bytes);
    FrameHead head;
    head.length = reader.number<std::uint32_t>();
    const auto version = reader.number<std::uint16_t>();
    head.kind = reader.word(FrameKind::request, FrameKind::not_made);
    if (!reader.is_done() || version != k_protocol_version || head.length > k_most_answer) return std::nullopt;
    return head;
}

std::string frame_of(const Request& request) {
    Writer writer;
    writer.put(static_cast<std::uint8_t>(request.format)).put(request.page);
    writer.put(request.limits.megapixels).put(request.limits.memory_mib).put(request.limits.cpu_seconds);
    writer.put(static_cast<std::uint8_t>(request.outputs.size()));
    for (const auto& wanted : request.outputs) {
        writer.put(wanted.longest).put(static_cast<std::uint8_t>(wanted.marking));
    }
    return writer.frame(FrameKind::request);
}

std::optional<Request> read_request(std::string_view body) {
    Reader reader(body);
    Request request;
    request.format = reader.word(PictureFormat::jpeg, PictureFormat::pdf);
    request.page = reader.number<std::uint32_t>();
    request.limits.megapixels = reader.number<std::uint32_t>();
    request.limits.memory_mib = reader.number<std::uint32_t>();
    request.limits.cpu_seconds = reader.number<std::uint32_t>();
    const auto count = reader.number<std::uint8_t>();
    if (count < 1 || count > k_most_outputs) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
        Wanted wanted;
        wanted.longest = reader.number<std::uint32_t>();
        wanted.marking = reader.word(Marking::clean, Marking::padlock);
        if (wanted.longest < 1 || wanted.longest > k_longest_side) return std::nullopt;
        request.outputs.push_back(wanted);
    }
    if (!reader.is_done()) return std::nullopt;
    return request;
}

std::string frame_of(const Picture& picture) {
    Writer writer;
    writer.put(picture.width).put(picture.height);
    for (const auto part : picture.colour) writer.put(part);
    writer.put(static_cast<std::uint8_t>(picture.outputs.size()));
    for (const auto& output : picture.outputs) {
        writer.put(static_cast<std::uint8_t>(output.type)).put(output.width).put(output.height);
        writer.put(static_cast<std::uint32_t>(output.bytes.size())).text(output.bytes);
    }
    return writer.frame(FrameKind::made);
}

std::optional<Picture> read_picture(std::string_view body) {
    Reader reader(body);
    Picture picture;
    picture.width = reader.number<std::uint32_t>();
    picture.height = reader.number<std::uint32_t>();
    for (auto& part : picture.colour) part = reader.number<std::uint8_t>();
    const auto count = reader.number<std::uint8_t>();
    if (count < 1 || count > k_most_outputs) return std::nullopt;
    for (std::size_t i = 0; i < count && !reader.has_failed(); ++i) {
        Output output;
        output.type = reader.word(OutputType::jpeg, OutputType::webp);
        output.width = reader.number<std::uint32_t>();
        output.height = reader.number<std::uint32_t>();
        output.bytes = std::string(reader.text(reader.number<std::uint32_t>()));
        picture.outputs.push_back(std::move(output));
    }
    if (!reader.is_done() || picture.width == 0 || picture.height == 0) return std::nullopt;
    return picture;
}

std::string frame_of(const NotMade& not_made) {
    const auto detail = std::string_view(not_made.detail).substr(0, k_most_detail);
    Writer writer;
    writer.put(static_cast<std::uint8_t>(not_made.why)).put(static_cast<std::uint16_t>(detail.size())).text(detail);
    return writer.frame(FrameKind::not_made);
}

std::optional<NotMade> read_not_made(std::string_view body) {
    Reader reader(body);
    NotMade not_made;
    not_made.why = reader.word(WhyNot::broken, WhyNot::not_readable);
    const auto detail = reader.text(reader.number<std::uint16_t>());
    if (!reader.is_done() || detail.size() > k_most_detail) return std::nullopt;
    // It goes into a log: one line of plain letters, whatever was sent.
    not_made.detail = std::string(detail);
    std::ranges::replace_if(not_made.detail, [](char letter) { return letter < ' ' || letter > '~'; }, ' ');
    return not_made;
}

std::string frame_of(const Ended& ended) {
    Writer writer;
    writer.put(ended.exit_code).put(ended.signal);
    return writer.frame(FrameKind::ended);
}

std::optional<Ended> read_ended(std::string_view body) {
    Reader reader(body);
    Ended ended;
    ended.exit_code = reader.number<std::int32_t>();
    ended.signal = reader.number<std::int32_t>();
    if (!reader.is_done()) return std::nullopt;
    return ended;
}

std::string started_frame() {
    return Writer().frame(FrameKind::started);
}

}  // namespace exeat::media
