#include <atomic>

#include "platform/http/test_client.h"

namespace exeat::http {
namespace {

using namespace testing;

/// What happened to a body, for the test to see.
struct Fate {
    std::mutex mutex;
    std::string bytes;
    std::atomic<int> takes{0};
    std::atomic<int> running{0};
    std::atomic<bool> overlapped{false};
    std::atomic<bool> on_io_thread{false};
    Event<bool> abandoned;
    Event<bool> finished;
    Event<bool> destroyed;
};

class Recorder final : public BodySink {
public:
    explicit Recorder(Fate& fate, std::size_t stop_at = SIZE_MAX) : fate_(fate), stop_at_(stop_at) {}
    ~Recorder() override { fate_.destroyed.set(true); }

    std::optional<Response> take(std::span<const std::byte> bytes) override {
        note_thread();
        if (fate_.running.fetch_add(1) != 0) fate_.overlapped = true;
        ++fate_.takes;
        {
            const std::lock_guard lock(fate_.mutex);
            fate_.bytes.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        }
        fate_.running.fetch_sub(1);
        if (size() >= stop_at_) return text("enough", 422);
        return std::nullopt;
    }
    Response finish() override {
        note_thread();
        fate_.finished.set(true);
        return text(std::to_string(size()), 201);
    }
    void abandoned() override {
        note_thread();
        fate_.abandoned.set(true);
    }

private:
    std::size_t size() {
        const std::lock_guard lock(fate_.mutex);
        return fate_.bytes.size();
    }
    void note_thread() {
        std::array<char, 32> name{};
        pthread_getname_np(pthread_self(), name.data(), name.size());
        if (std::string_view(name.data()).starts_with("http-io")) fate_.on_io_thread = true;
    }

    Fate& fate_;
    std::size_t stop_at_;
};

class Bodies : public TestServer {
protected:
    Bodies() {
        receive(Method::put, "/upload", [this](Request&) { return std::make_unique<Recorder>(fate_); });
        receive(Method::put, "/some", [this](Request&) { return std::make_unique<Recorder>(fate_, 1000); });
        receive(Method::put, "/refused", [](Request&) { return text("no", 403); });
        receive(Method::put, "/throws", [](Request&) -> Response { throw std::runtime_error("a bug"); });
        add(Method::post, "/echo", [](Request& r) { return text(r.body); }, RunOn::work, 1 << 20);
        add(Method::get, "/", [](Request&) { return text("still here"); });
    }
    void receive(Method method, std::string pattern, Receiver receiver) {
        router_.add({method, std::move(pattern), std::move(receiver)});
    }

    Fate fate_;
};

std::string put(std::string_view path, std::string_view fields) {
    return "PUT " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string pattern(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>('a' + i * 7 % 23 + i / 1000 % 3);
    return bytes;
}

std::string chunked(std::string_view data, std::size_t step) {
    std::string out;
    while (!data.empty()) {
        const auto part = data.substr(0, step);
        std::array<char, 32> size{};
        std::snprintf(size.data(), size.size(), "%zx;ext=1\r\n", part.size());
        out += size.data() + std::string(part) + "\r\n";
        data.remove_prefix(part.size());
    }
    return out + "0\r\nTrailer: dropped\r\n\r\n";
}

TEST_F(Bodies, ArriveWholeAndInOrder) {
    start();
    const auto data = pattern(5'000'000);
    auto c = client();
    ASSERT_TRUE(c.send(put("/upload", "Content-Length: 5000000\r\n")));
    ASSERT_TRUE(c.send(data + get("/")));
    const auto answer = c.answer();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "5000000");
    EXPECT_EQ(fate_.bytes, data);
    EXPECT_FALSE(fate_.overlapped);
    EXPECT_FALSE(fate_.on_io_thread);
    EXPECT_LE(fate_.takes, 5'000'000 / (64 << 10) + 2) << "steps are large";
    EXPECT_EQ(c.answer().body, "still here");
    fate_.destroyed.wait();
    EXPECT_EQ(fate_.abandoned.times(), 0);
}

TEST_F(Bodies, MayBeChunked) {
    start();
    const auto data = pattern(700'000);
    for (const std::size_t step : {std::size_t{100'000}, std::size_t{7777}, data.size()}) {
        fate_.bytes.clear();
        auto c = client();
        ASSERT_TRUE(c.send(put("/upload", "Transfer-Encoding: chunked\r\n")));
        ASSERT_TRUE(c.send(chunked(data, step) + get("/")));
        EXPECT_EQ(c.answer().body, "700000");
        EXPECT_EQ(fate_.bytes, data);
        EXPECT_EQ(c.answer().body, "still here");
    }
    auto c = client();
    std::string slow =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked("hello, world", 5);
    for (const char byte : slow) ASSERT_TRUE(c.send({&byte, 1}));
    EXPECT_EQ(c.answer().body, "hello, world");
}

TEST_F(Bodies, OfNoLengthAreFinishedAtOnce) {
    start();
    auto c = client();
    EXPECT_EQ(c.ask(put("/upload", "Content-Length: 0\r\n")).body, "0");
    EXPECT_EQ(c.ask(put("/upload", "")).body, "0");
}

TEST_F(Bodies, AreAskedForOnlyOnceTheReceiverAccepted) {
    start();
    auto c = client();
    const auto go = c.ask(put("/upload", "Content-Length: 4\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(go.status, 100);
    EXPECT_EQ(c.ask("data").body, "4");
    const auto stop = c.ask(put("/refused", "Content-Length: 4\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(stop.status, 403) << "no 100 before it";
    EXPECT_EQ(stop.header("Connection"), "close");
    auto simple = client();
    EXPECT_EQ(simple.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n").status,
              100);
    EXPECT_EQ(simple.ask("ab").body, "ab");
}

TEST_F(Bodies, ThatAreRefusedMidwayEndWithTheAnswer) {
    start();
    auto c = client();
    ASSERT_TRUE(c.send(put("/some", "Content-Length: 100000000\r\n")));
    ASSERT_TRUE(c.send(pattern(300'000)));
    const auto answer = c.answer();
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.body, "enough");
    EXPECT_EQ(answer.header("Connection"), "close");
    c.half_close();
    EXPECT_EQ(c.read_all(), Ended::closed);
    fate_.destroyed.wait();
    EXPECT_EQ(fate_.finished.times(), 0);
}

TEST_F(Bodies, OfClientsThatGoAwayAreAbandonedWithAllThatCame) {
    start();
    auto c = client();
    ASSERT_TRUE(c.send(put("/upload", "Content-Length: 1000\r\n") + pattern(600)));
    c.close();
    fate_.abandoned.wait();
    fate_.destroyed.wait();
    EXPECT_EQ(fate_.bytes, pattern(600));
    EXPECT_EQ(fate_.finished.times(), 0);
}

TEST_F(Bodies, ThatEndEarlyAreAbandonedAndToldSo) {
    start();
    auto large = client();
    ASSERT_TRUE(large.send(put("/upload", "Content-Length: 20000000000\r\n") + "abc"));
    large.half_close();
    EXPECT_EQ(large.answer().status, 400);
    fate_.abandoned.wait();
    fate_.destroyed.wait();
    EXPECT_EQ(fate_.bytes, "abc");
    EXPECT_EQ(fate_.finished.times(), 0);
    auto c = client();
    ASSERT_TRUE(c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab"));
    c.half_close();
    EXPECT_EQ(c.answer().status, 400);
}

TEST_F(Bodies, OfClientsThatStallAreAbandonedAndCut) {
    options_.stall_interval = std::chrono::milliseconds(60);
    options_.stall_bytes = 100;
    start();
    auto c = client();
    ASSERT_TRUE(c.send(put("/upload", "Content-Length: 1000\r\n") + pattern(600)));
    fate_.abandoned.wait();
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_EQ(fate_.bytes, pattern(600));
    EXPECT_EQ(server_->figures().cut, 1);
}

TEST_F(Bodies, AreCutByWhoeverMay) {
    class Watched final : public BodySink {
    public:
        Watched(Fate& fate, std::shared_ptr<Cut> cut) : recorder_(fate), cut_(std::move(cut)) {}
        std::optional<Response> take(std::span<const std::byte> bytes) override { return recorder_.take(bytes); }
        Response finish() override { return recorder_.finish(); }
        void abandoned() override { recorder_.abandoned(); }
        [[nodiscard]] std::shared_ptr<Cut> cut() override { return cut_; }

    private:
        Recorder recorder_;
        std::shared_ptr<Cut> cut_;
    };
    const auto cut = std::make_shared<Cut>();
    receive(Method::put, "/watched", [&](Request&) { return std::make_unique<Watched>(fate_, cut); });
    start();
    auto c = client();
    EXPECT_EQ(c.ask(put("/watched", "Content-Length: 3\r\n") + "abc").status, 201) << "nobody cut it";
    ASSERT_TRUE(c.send(put("/watched", "Content-Length: 1000\r\n") + "the first bytes"));
    cut->now();
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_TRUE(fate_.abandoned.wait());
    auto late = client();
    ASSERT_TRUE(late.send(put("/watched", "Content-Length: 1000\r\n") + "too late"));
    EXPECT_EQ(late.read_all(), Ended::reset) << "it was cut before it began";
    auto other = client();
    EXPECT_EQ(other.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").body, "still here");
}

TEST_F(Bodies, MalformedMidwayAreRefusedAndAbandoned) {
    start();
    auto c = client();
    ASSERT_TRUE(c.send(put("/upload", "Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\nxyz\r\n"));
    EXPECT_EQ(c.answer().status, 400);
    fate_.abandoned.wait();
}

TEST_F(Bodies, WhoseSinksThrowAreOurMistake) {
    class Throws final : public BodySink {
        std::optional<Response> take(std::span<const std::byte>) override { throw std::runtime_error("disk"); }
        Response finish() override { throw std::runtime_error("end"); }
        void abandoned() override {}
    };
    receive(Method::put, "/bad", [](Request&) { return std::make_unique<Throws>(); });
    start();
    auto c = client();
    EXPECT_EQ(c.ask(put("/bad", "Content-Length: 1\r\n") + "a").status, 500);
    EXPECT_EQ(c.ask(put("/bad", "Content-Length: 0\r\n")).status, 500);
    EXPECT_NE(log().find("disk"), std::string::npos);
    auto other = client();
    EXPECT_EQ(other.ask(put("/throws", "Content-Length: 1\r\n") + "a").status, 500);
}

TEST_F(Bodies, PassMiddlewareOnceAndItsFieldsReachTheAnswer) {
    std::atomic<int> passed{0};
    router_.use({[&](Request& request, const std::function<Response(Request&)>& next) {
        ++passed;
        if (request.headers.find("Deny")) return text("denied", 401);
        auto response = next(request);
        response.headers.set("X-Through", "yes");
        return response;
    }});
    start();
    auto c = client();
    const auto answer = c.ask(put("/upload", "Content-Length: 1\r\n") + "a");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("X-Through"), "yes");
    EXPECT_EQ(passed, 1);
    EXPECT_EQ(c.ask(put("/upload", "Content-Length: 1\r\nDeny: 1\r\n")).status, 401);
    EXPECT_EQ(fate_.takes, 1);
}

TEST_F(Bodies, OfSlowClientsHoldNoThread) {
    options_.work_threads = 1;
    start();
    std::vector<RawClient> slow;
    for (int i = 0; i < 50; ++i) {
        slow.push_back(client());
        ASSERT_TRUE(slow.back().send(put("/upload", "Content-Length: 4\r\n") + "a"));
    }
    auto c = client();
    EXPECT_EQ(c.ask(get("/")).body, "still here");
    for (auto& each : slow) {
        ASSERT_TRUE(each.send("bcd"));
        EXPECT_EQ(each.answer().status, 201);
    }
}

TEST_F(Bodies, BeyondTheQueueAreToldToComeBack) {
    Event<bool> go;
    Event<bool> entered;
    add(Method::get, "/wait", [&](Request&) {
        entered.set(true);
        go.wait();
        return text("done");
    });
    options_.work_threads = 1;
    options_.work_queue = 2;
    start();
    std::vector<RawClient> waiting;
    waiting.push_back(client());
    ASSERT_TRUE(waiting[0].send(get("/wait")));
    entered.wait();
    for (int i = 0; i < 2; ++i) {
        waiting.push_back(client());
        ASSERT_TRUE(waiting.back().send(get("/wait")));
    }
    eventually([&] { return server_->figures().work_waiting == 2; });
    auto c = client();
    const auto busy = c.ask(get("/wait"));
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.body, "server-busy");
    EXPECT_EQ(busy.header("Retry-After"), "1");
    EXPECT_EQ(c.ask(put("/upload", "Content-Length: 1\r\n") + "a").status, 503);
    EXPECT_EQ(server_->figures().refused_busy, 2);
    go.set(true);
    for (auto& each : waiting) EXPECT_EQ(each.answer().body, "done");
}

}  // namespace
}  // namespace exeat::http
