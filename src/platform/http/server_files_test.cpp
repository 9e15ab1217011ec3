#include <sys/mman.h>

#include <atomic>
#include <random>

#include "platform/http/ranges.h"
#include "platform/http/test_client.h"

namespace exeat::http {
namespace {

using namespace testing;

constexpr std::uint64_t k_block = 1 << 20;

std::string random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    std::mt19937_64 random(size);
    for (std::size_t i = 0; i + 8 <= size; i += 8) {
        const auto word = random();
        std::memcpy(bytes.data() + i, &word, 8);
    }
    return bytes;
}

std::shared_ptr<const File> file_of(const std::string& bytes) {
    const int descriptor = ::memfd_create("test", 0);
    EXPECT_EQ(::write(descriptor, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    return std::make_shared<File>(descriptor);
}

FileSlice slice_of(std::shared_ptr<const File> file, std::uint64_t offset, std::uint64_t length, std::uint64_t size) {
    return {std::move(file), offset, length, size, 0, {}};
}

class Pieces final : public BodySource {
public:
    explicit Pieces(std::vector<Piece> pieces, std::optional<Error> error = {})
        : pieces_(std::move(pieces)), error_(std::move(error)) {}
    Result<std::optional<Piece>> next() override {
        if (at_ == pieces_.size() && error_) return fail(*error_);
        if (at_ == pieces_.size()) return std::nullopt;
        return std::optional<Piece>(std::move(pieces_[at_++]));
    }

private:
    std::vector<Piece> pieces_;
    std::optional<Error> error_;
    std::size_t at_ = 0;
};

enum class Way { kernel, copied, checked };

class Files : public TestServer, public ::testing::WithParamInterface<Way> {
protected:
    Files() {
        options_.unchecked_files = GetParam() == Way::copied ? UncheckedFiles::copied : UncheckedFiles::sendfile;
        // Everything that a test wants to know of an answer passes here.
        add(Method::get, "/file", [this](Request& request) {
            Response response;
            const auto answer = which_bytes(request, bytes_.size(), "\"tag\"");
            ByteRange range{0, bytes_.size()};
            if (const auto* asked = std::get_if<ByteRange>(&answer)) {
                range = *asked;
                response.status = 206;
                response.headers.set("Content-Range", content_range(range, bytes_.size()));
            }
            response.body = slice(range.first, range.length);
            response.cut = cut_;
            response.ended = [this](const Sent& sent) { ended_.set(sent); };
            return response;
        });
    }

    FileSlice slice(std::uint64_t offset, std::uint64_t length) {
        auto slice = slice_of(file_, offset, length, bytes_.size());
        if (GetParam() == Way::checked) {
            slice.check_block = k_block;
            slice.check = [this](std::uint64_t at, std::span<const std::byte> block) {
                ++checks_;
                EXPECT_EQ(at % k_block, 0U);
                EXPECT_EQ(block.size(), std::min<std::uint64_t>(k_block, bytes_.size() - at));
                return std::memcmp(block.data(), bytes_.data() + at, block.size()) == 0;
            };
        }
        return slice;
    }
    void hold(std::string content) {
        bytes_ = std::move(content);
        file_ = file_of(bytes_);
    }

    std::string bytes_;
    std::shared_ptr<const File> file_;
    std::shared_ptr<Cut> cut_;
    Event<Sent> ended_;
    std::atomic<int> checks_{0};
};

INSTANTIATE_TEST_SUITE_P(Ways, Files, ::testing::Values(Way::kernel, Way::copied, Way::checked));

TEST_P(Files, AreSentWhole) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{200'000}, std::size_t{k_block}, std::size_t{5 * k_block + 17}}) {
        hold(random_bytes(size));
        if (!server_) start();
        auto c = client();
        auto answer = c.ask(get("/file"));
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(answer.body == bytes_) << size;
        answer = c.ask(get("/file"));
        EXPECT_TRUE(answer.body == bytes_) << "and again on the same connection";
        if (GetParam() == Way::checked)
            EXPECT_EQ(checks_.exchange(0), 2 * static_cast<int>((size + k_block - 1) / k_block));
    }
}

TEST_P(Files, AreSentInPartsAsAsked) {
    hold(random_bytes(3 * k_block + 1000));
    start();
    auto c = client();
    const auto size = bytes_.size();
    const std::vector<std::pair<std::string, std::string>> asked{{"0-0", bytes_.substr(0, 1)},
                                                                 {"1048570-1048580", bytes_.substr(1048570, 11)},
                                                                 {"2000000-", bytes_.substr(2000000)},
                                                                 {"-5", bytes_.substr(size - 5)},
                                                                 {"1048576-2097151", bytes_.substr(k_block, k_block)}};
    for (const auto& [range, part] : asked) {
        const auto answer = c.ask(get("/file", "Range: bytes=" + range + "\r\n"));
        EXPECT_EQ(answer.status, 206);
        EXPECT_TRUE(answer.body == part) << range;
    }
    if (GetParam() == Way::checked) EXPECT_EQ(checks_, 1 + 2 + 3 + 1 + 1) << "whole blocks that cover the part";
}

TEST_P(Files, AreOnlyMeasuredByHead) {
    hold(random_bytes(k_block));
    start();
    auto c = client();
    const auto answer = c.ask("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n", true);
    EXPECT_EQ(answer.header("Content-Length"), std::to_string(k_block));
    EXPECT_EQ(c.ask(get("/file", "Range: bytes=0-1\r\n")).body.size(), 2U);
    EXPECT_TRUE(ended_.wait().whole);
}

TEST_P(Files, AreSentToSlowReadersWhole) {
    hold(random_bytes(6 * k_block));
    options_.send_memory = 0;  // blocks are read again each time the reader is ready
    start();
    RawClient c(server_->port(), 4096);
    EXPECT_TRUE(c.ask(get("/file")).body == bytes_);
    const auto sent = ended_.wait();
    EXPECT_TRUE(sent.whole);
    EXPECT_EQ(sent.body_bytes, bytes_.size());
}

TEST_P(Files, AreCutAtOnceWhileTheClientDoesNotRead) {
    hold(random_bytes(64 * k_block));
    cut_ = std::make_shared<Cut>();
    start();
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/file")));
    ASSERT_EQ(c.read_some(1), Ended::open);
    cut_->now();
    const auto sent = ended_.wait();
    EXPECT_FALSE(sent.whole);
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_LT(c.waiting().size(), 300'000U) << "only what lay in the client's own buffer";
    EXPECT_LE(c.waiting().size(), sent.body_bytes + 1000) << "counted is what may have arrived";
    EXPECT_EQ(ended_.times(), 1);
    EXPECT_EQ(server_->figures().cut, 1);
}

TEST_P(Files, AreCutWhenAllIsQueuedButNotTaken) {
    hold(random_bytes(300'000));
    cut_ = std::make_shared<Cut>();
    start();
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/file")));
    ASSERT_EQ(c.read_some(1), Ended::open);
    EXPECT_EQ(ended_.times(), 0) << "the client has not taken it";
    cut_->now();
    EXPECT_FALSE(ended_.wait().whole);
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_LT(c.waiting().size(), bytes_.size());
}

TEST_P(Files, AreCutBeforeTheyBegin) {
    hold(random_bytes(100));
    cut_ = std::make_shared<Cut>();
    cut_->now();
    start();
    auto c = client();
    ASSERT_TRUE(c.send(get("/file")));
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_EQ(c.waiting(), "");
    EXPECT_EQ(ended_.wait().body_bytes, 0U);
}

TEST_P(Files, ThatWereTakenAreNotCutAnyMore) {
    hold(random_bytes(300'000));
    cut_ = std::make_shared<Cut>();
    start();
    auto c = client();
    EXPECT_TRUE(c.ask(get("/file")).body == bytes_);
    EXPECT_TRUE(ended_.wait().whole);
    cut_->now();
    cut_ = nullptr;
    EXPECT_TRUE(c.ask(get("/file")).body == bytes_) << "the connection goes on";
}

TEST_P(Files, ThatArePipelinedComeOneAfterTheOther) {
    hold(random_bytes(400'000));
    cut_ = std::make_shared<Cut>();
    start();
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/file") + get("/file", "Range: bytes=7-9\r\n") + get("/file")));
    EXPECT_TRUE(c.answer().body == bytes_);
    EXPECT_EQ(c.answer().body, bytes_.substr(7, 3));
    EXPECT_TRUE(c.answer().body == bytes_);
    eventually([&] { return ended_.times() == 3; });
}

TEST_P(Files, ThatShrankAreCut) {
    hold(random_bytes(4 * k_block));
    ASSERT_EQ(::ftruncate(file_->descriptor(), k_block + 10), 0);
    start();
    auto c = client();
    ASSERT_TRUE(c.send(get("/file")));
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_FALSE(ended_.wait().whole);
}

TEST_P(Files, EndAtReadersThatStall) {
    options_.stall_interval = std::chrono::milliseconds(60);
    hold(random_bytes(64 * k_block));
    start();
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/file")));
    EXPECT_FALSE(ended_.wait().whole);
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_LT(c.waiting().size(), bytes_.size());
    EXPECT_EQ(server_->figures().cut, 1);
}

TEST_P(Files, EndAtReadersThatStallAtTheVeryEnd) {
    options_.stall_interval = std::chrono::milliseconds(60);
    hold(random_bytes(300'000));
    cut_ = std::make_shared<Cut>();
    start();
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/file")));
    EXPECT_FALSE(ended_.wait().whole);
    EXPECT_EQ(c.read_all(), Ended::reset);
}

TEST_P(Files, OfClientsThatGoAwayEndOnce) {
    hold(random_bytes(64 * k_block));
    start();
    auto c = client();
    ASSERT_TRUE(c.send(get("/file")));
    ASSERT_EQ(c.read_some(1), Ended::open);
    c.close();
    EXPECT_FALSE(ended_.wait().whole);
    eventually([&] { return server_->figures().connections == 0; });
    EXPECT_EQ(ended_.times(), 1);
    EXPECT_EQ(server_->figures().cut, 0) << "nobody cut it";
}

TEST_P(Files, AndTextMakeUpABody) {
    hold(random_bytes(2 * k_block));
    add(Method::get, "/pieces", [this](Request&) {
        std::vector<Piece> pieces;
        pieces.emplace_back("head ");
        pieces.emplace_back(slice(10, k_block + 5));
        pieces.emplace_back(std::string());
        pieces.emplace_back(" tail");
        Response response;
        response.length = 10 + k_block + 5;
        response.body = std::make_unique<Pieces>(std::move(pieces));
        response.ended = [this](const Sent& sent) { ended_.set(sent); };
        return response;
    });
    start();
    auto c = client();
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(c.ask(get("/pieces")).body == "head " + bytes_.substr(10, k_block + 5) + " tail");
    }
    EXPECT_EQ(c.ask("HEAD /pieces HTTP/1.1\r\nHost: a\r\n\r\n", true).header("Content-Length"),
              std::to_string(k_block + 15));
    EXPECT_TRUE(ended_.wait().whole);
}

class CheckedFiles : public Files {};
INSTANTIATE_TEST_SUITE_P(Ways, CheckedFiles, ::testing::Values(Way::checked));

TEST_P(CheckedFiles, AreCutBeforeAWrongByteLeaves) {
    hold(random_bytes(4 * k_block));
    const char wrong = static_cast<char>(bytes_[2 * k_block + 5] ^ 1);
    ASSERT_EQ(::pwrite(file_->descriptor(), &wrong, 1, 2 * k_block + 5), 1);
    start();
    auto c = client();
    ASSERT_TRUE(c.send(get("/file")));
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_LE(c.waiting().size(), 2 * k_block + 1000) << "no byte of the wrong block left";
    EXPECT_FALSE(ended_.wait().whole);
    EXPECT_NE(log().find("failed its check"), std::string::npos);
    auto other = client();
    EXPECT_EQ(other.ask(get("/file", "Range: bytes=100-199\r\n")).body, bytes_.substr(100, 100))
        << "other blocks are good";
}

struct BadSource {
    std::vector<std::string> pieces;
    std::uint64_t length;
    std::optional<Error> error;
};

class BadSources : public TestServer, public ::testing::WithParamInterface<int> {};

TEST_P(BadSources, AreCut) {
    const std::vector<BadSource> all{{{"abc"}, 4, {}},
                                     {{"abc", "de"}, 4, {}},
                                     {{"abc"}, 4, Error{ErrorKind::internal, "internal", "broke", "", {}, 0}}};
    const auto& bad = all[static_cast<std::size_t>(GetParam())];
    Event<Sent> ended;
    add(Method::get, "/bad", [&](Request&) {
        Response response;
        response.length = bad.length;
        std::vector<Piece> pieces(bad.pieces.begin(), bad.pieces.end());
        response.body = std::make_unique<Pieces>(std::move(pieces), bad.error);
        response.ended = [&](const Sent& sent) { ended.set(sent); };
        return response;
    });
    start();
    auto c = client();
    ASSERT_TRUE(c.send(get("/bad")));
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_FALSE(ended.wait().whole);
    EXPECT_NE(log(), "");
}
INSTANTIATE_TEST_SUITE_P(All, BadSources, ::testing::Range(0, 3));

TEST_F(TestServer, ASourceWithoutALengthIsOurMistake) {
    Event<Sent> ended;
    add(Method::get, "/bad", [&](Request&) {
        Response response;
        response.body = std::make_unique<Pieces>(std::vector<Piece>{});
        response.ended = [&](const Sent& sent) { ended.set(sent); };
        return response;
    });
    start();
    auto c = client();
    EXPECT_EQ(c.ask(get("/bad")).status, 500);
    ended.wait();
}

}  // namespace
}  // namespace exeat::http
