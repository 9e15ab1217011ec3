#include "platform/http/tus.h"

#include <map>

#include "core/vocabulary/digest.h"
#include "platform/http/test_client.h"

namespace exeat::http {
namespace {

using namespace testing;

/// Uploads in memory, with what SAFETY asks of a store left out.
class MemoryStore final : public TusStore {
public:
    struct Kept {
        TusUpload upload;
        std::string bytes;
        TusMetadata metadata;
        int finished = 0;
    };

    class Append final : public TusAppend {
    public:
        Append(MemoryStore& store, Kept& kept) : store_(store), kept_(kept), before_(kept.bytes.size()) {}
        Done write(std::span<const std::byte> bytes) override {
            if (store_.disk_full) return fail(ErrorKind::unavailable, "disk-full", "No room.");
            const std::lock_guard lock(store_.mutex);
            kept_.bytes.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return {};
        }
        Result<TusUpload> commit() override {
            const std::lock_guard lock(store_.mutex);
            kept_.upload.offset = kept_.bytes.size();
            if (kept_.upload.offset == kept_.upload.length) ++kept_.finished;
            store_.committed.set(kept_.bytes.size());
            return kept_.upload;
        }
        void discard() override {
            const std::lock_guard lock(store_.mutex);
            kept_.bytes.resize(before_);
            store_.discarded.set(true);
        }

    private:
        MemoryStore& store_;
        Kept& kept_;
        std::size_t before_;
    };

    Result<TusUpload> create(const Request&, const TusCreation& creation) override {
        const std::lock_guard lock(mutex);
        const auto id = "u" + std::to_string(all.size() + 1);
        auto& kept = all[id];
        kept.upload = {id, 0, creation.length, creation.metadata_field, Instant{784'111'777'000}, {}};
        kept.metadata = creation.metadata;
        return kept.upload;
    }
    Result<TusUpload> find(const Request&, std::string_view id) override {
        const std::lock_guard lock(mutex);
        const auto at = all.find(std::string(id));
        if (at == all.end()) return fail(ErrorKind::not_found, "not-found", "No such upload.");
        return at->second.upload;
    }
    Result<std::unique_ptr<TusAppend>> append(const Request&, std::string_view id, std::uint64_t) override {
        const std::lock_guard lock(mutex);
        return std::make_unique<Append>(*this, all.at(std::string(id)));
    }
    Done terminate(const Request& request, std::string_view id) override {
        EXEAT_TRY(find(request, id));
        const std::lock_guard lock(mutex);
        all.erase(std::string(id));
        return {};
    }

    std::mutex mutex;
    std::map<std::string, Kept> all;
    bool disk_full = false;
    Event<std::size_t> committed;
    Event<bool> discarded;
};

class Tus : public TestServer {
protected:
    Tus() {
        for (auto& route : tus_routes({"/up", [] { return std::uint64_t{1'000'000}; }}, store_, refusal_as_text)) {
            router_.add(std::move(route));
        }
        start();
    }
    Answer ask(std::string_view method, std::string_view path, std::string_view fields, std::string_view body = "") {
        auto c = client();
        std::string request = std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" +
                              std::string(fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                              std::string(body);
        return c.ask(request, method == "HEAD");
    }
    std::string create(std::uint64_t length) {
        return ask("POST", "/up", version_ + "Upload-Length: " + std::to_string(length) + "\r\n").header("Location");
    }
    Answer patch(const std::string& at, std::uint64_t offset, std::string_view body, const std::string& fields = "") {
        return ask("PATCH", at, version_ + type_ + "Upload-Offset: " + std::to_string(offset) + "\r\n" + fields, body);
    }

    const std::string version_ = "Tus-Resumable: 1.0.0\r\n";
    const std::string type_ = "Content-Type: application/offset+octet-stream\r\n";
    std::shared_ptr<MemoryStore> store_ = std::make_shared<MemoryStore>();
};

TEST_F(Tus, DescribesItself) {
    for (const char* path : {"/up", "/up/any"}) {
        const auto answer = ask("OPTIONS", path, "");
        EXPECT_EQ(answer.status, 204);
        EXPECT_EQ(answer.header("Tus-Version"), "1.0.0");
        EXPECT_EQ(answer.header("Tus-Extension"), "creation,creation-with-upload,termination,checksum,expiration");
        EXPECT_EQ(answer.header("Tus-Max-Size"), "1000000");
        EXPECT_EQ(answer.header("Tus-Checksum-Algorithm"), "sha1,sha256");
    }
}

TEST_F(Tus, TakesAnUploadInPieces) {
    const auto created =
        ask("POST", "/up", version_ + "Upload-Length: 11\r\nUpload-Metadata: filename YS50eHQ=, flag\r\n");
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.header("Upload-Offset"), "0");
    EXPECT_EQ(created.header("Upload-Expires"), "Sun, 06 Nov 1994 08:49:37 GMT");
    const auto at = created.header("Location");
    ASSERT_EQ(at, "/up/u1");
    EXPECT_EQ(store_->all["u1"].metadata, (TusMetadata{{"filename", "a.txt"}, {"flag", ""}}));

    const auto first = patch(at, 0, "hello ");
    EXPECT_EQ(first.status, 204);
    EXPECT_EQ(first.header("Upload-Offset"), "6");
    EXPECT_EQ(first.header("Tus-Resumable"), "1.0.0");
    const auto looked = ask("HEAD", at, version_);
    EXPECT_EQ(looked.status, 200);
    EXPECT_EQ(looked.header("Upload-Offset"), "6");
    EXPECT_EQ(looked.header("Upload-Length"), "11");
    EXPECT_EQ(looked.header("Upload-Metadata"), "filename YS50eHQ=, flag");
    EXPECT_EQ(looked.header("Cache-Control"), "no-store");
    const auto again = patch(at, 0, "hello ");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.body, "upload-offset-mismatch");
    const auto last = patch(at, 6, "world");
    EXPECT_EQ(last.header("Upload-Offset"), "11");
    EXPECT_EQ(last.header("Upload-Expires"), "") << "complete";
    EXPECT_EQ(store_->all["u1"].bytes, "hello world");
    EXPECT_EQ(store_->all["u1"].finished, 1);
}

TEST_F(Tus, CreatesAndUploadsAtOnce) {
    const auto answer = ask("POST", "/up", version_ + type_ + "Upload-Length: 8\r\n", "12345");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("Upload-Offset"), "5");
    EXPECT_EQ(patch(answer.header("Location"), 5, "678").header("Upload-Offset"), "8");
    EXPECT_EQ(ask("POST", "/up", version_ + "Upload-Length: 8\r\n", "12345").status, 415);
    EXPECT_EQ(ask("POST", "/up", version_ + type_ + "Upload-Length: 3\r\n", "12345").status, 413);
}

TEST_F(Tus, FinishesAnEmptyUploadAtOnce) {
    EXPECT_EQ(ask("POST", "/up", version_ + "Upload-Length: 0\r\n").status, 201);
    EXPECT_EQ(store_->all["u1"].finished, 1);
}

TEST_F(Tus, RefusesWhatItDoesNotSpeak) {
    const auto at = create(10);
    for (const std::string version : {"", "Tus-Resumable: 0.2.2\r\n"}) {
        for (const char* method : {"POST", "HEAD", "PATCH", "DELETE"}) {
            const auto path = std::string_view(method) == "POST" ? "/up" : at;
            const auto answer = ask(method, path, version + "Upload-Length: 1\r\nUpload-Offset: 0\r\n" + type_);
            EXPECT_EQ(answer.status, 412) << method;
            EXPECT_EQ(answer.header("Tus-Version"), "1.0.0");
        }
    }
    const auto refused = [&](const std::string& fields) { return ask("POST", "/up", version_ + fields).body; };
    EXPECT_EQ(refused(""), "bad-upload-length");
    EXPECT_EQ(refused("Upload-Length: -1\r\n"), "bad-upload-length");
    EXPECT_EQ(refused("Upload-Length: 9223372036854775808\r\n"), "bad-upload-length");
    EXPECT_EQ(refused("Upload-Length: 1000001\r\n"), "body-too-large");
    EXPECT_EQ(refused("Upload-Defer-Length: 1\r\n"), "defer-length-unsupported");
    EXPECT_EQ(refused("Upload-Length: 1\r\nUpload-Concat: partial\r\n"), "concatenation-unsupported");
    EXPECT_EQ(refused("Upload-Length: 1\r\nUpload-Metadata: a !\r\n"), "bad-upload-metadata");
    EXPECT_EQ(ask("PATCH", at, version_ + "Upload-Offset: 0\r\nContent-Type: text/plain\r\n", "x").status, 415);
    EXPECT_EQ(ask("PATCH", at, version_ + type_, "x").body, "bad-upload-offset");
    EXPECT_EQ(patch(at, 0, "more than ten bytes").status, 413);
    EXPECT_EQ(patch("/up/absent", 0, "x").body, "not-found");
    EXPECT_EQ(ask("HEAD", "/up/absent", version_).header("Upload-Offset"), "");
    EXPECT_TRUE(store_->all["u1"].bytes.empty()) << "refused means nothing changed";
}

TEST_F(Tus, ChecksEachPiece) {
    const auto at = create(10);
    const auto sum = [](std::string_view base64) { return "Upload-Checksum: sha1 " + std::string(base64) + "\r\n"; };
    const auto wrong = patch(at, 0, "hello", sum("AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    EXPECT_EQ(wrong.status, 460);
    EXPECT_EQ(wrong.body, "checksum-mismatch");
    EXPECT_EQ(store_->all["u1"].bytes, "");
    EXPECT_EQ(patch(at, 0, "hello", sum("qvTGHdzF6KLavt4PO0gs2a6pQ00=")).status, 204);
    EXPECT_EQ(patch(at, 5, "world", "Upload-Checksum: sha256 SG6kYiTRu0+2gPNPfJrZao8k7IjZnfD5z0hyM60Zkv8=\r\n").status,
              460);
    EXPECT_EQ(patch(at, 5, "world", "Upload-Checksum: sha256 SG6kYiTRu0+2gPNPfJrZao8k7Ii+c+qOWmxlJg6cuKc=\r\n").status,
              204);
    EXPECT_EQ(patch(at, 10, "", "Upload-Checksum: md5 AAAA\r\n").body, "bad-upload-checksum");
}

TEST_F(Tus, KeepsWhatArrivedBeforeABreak) {
    const auto at = create(100);
    auto c = client();
    const auto head =
        "PATCH " + at + " HTTP/1.1\r\nHost: a\r\n" + version_ + type_ + "Upload-Offset: 0\r\nContent-Length: 100\r\n";
    ASSERT_TRUE(c.send(head + "\r\n" + std::string(40, 'x')));
    c.close();
    EXPECT_EQ(store_->committed.wait(), 40U);
    EXPECT_EQ(ask("HEAD", at, version_).header("Upload-Offset"), "40");
    // With a checksum a part proves nothing.
    const auto other = create(100);
    auto d = client();
    ASSERT_TRUE(
        d.send("PATCH " + other + " HTTP/1.1\r\nHost: a\r\n" + version_ + type_ +
               "Upload-Offset: 0\r\nContent-Length: 100\r\nUpload-Checksum: sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n" +
               "\r\n" + std::string(40, 'x')));
    d.close();
    store_->discarded.wait();
    EXPECT_EQ(ask("HEAD", other, version_).header("Upload-Offset"), "0");
}

TEST_F(Tus, RefusesMoreThanAnnouncedAlsoWhenChunked) {
    const auto at = create(4);
    auto c = client();
    const auto answer = c.ask("PATCH " + at + " HTTP/1.1\r\nHost: a\r\n" + version_ + type_ +
                              "Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(store_->all["u1"].bytes, "");
}

TEST_F(Tus, PassesOnWhatTheStoreSays) {
    const auto at = create(4);
    store_->disk_full = true;
    EXPECT_EQ(patch(at, 0, "abcd").body, "disk-full");
}

TEST_F(Tus, EndsUploads) {
    const auto at = create(4);
    EXPECT_EQ(ask("DELETE", at, version_).status, 204);
    EXPECT_EQ(ask("DELETE", at, version_).body, "not-found");
    const auto by_post = create(4);
    const auto override_with = [&](const std::string& method) {
        return version_ + type_ + "X-HTTP-Method-Override: " + method;
    };
    EXPECT_EQ(ask("POST", by_post, override_with("PATCH") + "\r\nUpload-Offset: 0\r\n", "abc").header("Upload-Offset"),
              "3");
    EXPECT_EQ(ask("POST", by_post, override_with("GET") + "\r\n").status, 405);
    EXPECT_EQ(ask("POST", by_post, override_with("DELETE") + "\r\n").status, 204);
    EXPECT_TRUE(store_->all.empty());
}

TEST(TusFields, AreReadStrictly) {
    EXPECT_EQ(*parse_tus_metadata(""), TusMetadata{});
    EXPECT_EQ(*parse_tus_metadata("name d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential"),
              (TusMetadata{{"name", "world_domination_plan.pdf"}, {"is_confidential", ""}}));
    EXPECT_EQ(*parse_tus_metadata("a AA=="), (TusMetadata{{"a", std::string(1, '\0')}}));
    for (const char* text : {",", "a,", ",a", "a YQ", "a YQ=", "a YR==", "a YQ== x", "a  YQ==", "a Y-==", "a,a",
                             "\xC3\xBC YQ==", "a\tYQ=="}) {
        EXPECT_FALSE(parse_tus_metadata(text)) << text;
    }
    for (const char* text : {"", "sha1", "sha1 ", "sha1 AAAA", "SHA1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "crc32 AAAAAA==",
                             "sha256 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA= x"}) {
        EXPECT_FALSE(parse_tus_checksum(text)) << text;
    }
    EXPECT_EQ(parse_tus_number("9223372036854775807"), 9223372036854775807U);
    for (const char* text : {"", "+1", "-1", "1 ", "0x1", "1.0", "9223372036854775808", "99999999999999999999"}) {
        EXPECT_FALSE(parse_tus_number(text)) << text;
    }
}

TEST(TusChecksums, AreThoseOfTheirStandards) {
    const auto of = [](ChecksumKind kind, std::string_view text, std::size_t step) {
        RunningChecksum running(kind);
        for (std::size_t i = 0; i < text.size(); i += step) running.add(text.substr(i, step));
        const auto digest = running.digest();
        return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size()));
    };
    // FIPS 180 examples; a million times "a" in steps that do not divide the block.
    EXPECT_EQ(of(ChecksumKind::sha1, "", 1), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(of(ChecksumKind::sha1, "abc", 3), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(of(ChecksumKind::sha1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 7),
              "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    for (const std::size_t step : {std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{1'000'000}}) {
        EXPECT_EQ(of(ChecksumKind::sha1, std::string(1'000'000, 'a'), step),
                  "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    }
    EXPECT_EQ(of(ChecksumKind::sha256, "abc", 1), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace exeat::http
