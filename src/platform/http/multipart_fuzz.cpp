// Any bytes as a form: nothing breaks, and however they are cut, the parser says the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "platform/http/multipart.h"

namespace {

class Writer final : public exeat::http::PartHandler {
public:
    exeat::Done part_begin(const exeat::http::PartHead& head) override {
        if (open) std::abort();
        open = true;
        text += "\x01" + head.name + "\x02" + head.file_name.value_or("");
        return {};
    }
    exeat::Done part_data(std::span<const std::byte> bytes) override {
        if (!open || bytes.empty()) std::abort();
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }
    exeat::Done part_end() override {
        if (!open) std::abort();
        open = false;
        text += "\x03";
        return {};
    }
    std::string text;
    bool open = false;
};

std::string said(std::span<const std::byte> body, std::size_t step) {
    Writer writer;
    exeat::http::MultipartParser parser("B", writer, {.parts = 5, .head_bytes = 300, .field_bytes = 200});
    while (!body.empty()) {
        const auto part = body.first(std::min(step, body.size()));
        body = body.subspan(part.size());
        if (const auto done = parser.feed(part); !done) return done.error().code;
    }
    const auto done = parser.finish();
    return done ? writer.text : done.error().code;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto body = std::as_bytes(std::span(data, size)).subspan(1);
    const auto whole = said(body, body.size() + 1);
    if (whole != said(body, data[0] % 16U + 1)) std::abort();
    (void)exeat::http::multipart_boundary({reinterpret_cast<const char*>(data), size});
    return 0;
}
