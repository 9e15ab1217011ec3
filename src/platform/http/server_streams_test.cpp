#include "platform/http/test_client.h"

namespace exeat::http {
namespace {

using namespace testing;

class Streams : public TestServer {
protected:
    /// A route that gives a new stream to each who asks.
    void serve(std::size_t most = 1 << 16) {
        add(Method::get, "/stream", [this, most](Request& request) {
            auto stream = std::make_shared<Stream>(most);
            Response response;
            response.headers.set("Content-Type", "text/event-stream");
            response.ended = [this](const Sent& sent) { ended_.set(sent); };
            response.cut = std::make_shared<Cut>();
            cut_ = response.cut;
            if (request.method != Method::head) response.body = stream;
            opened_.set(stream);
            return response;
        });
        add(Method::get, "/other", [](Request&) { return text("here"); });
        start();
    }
    static void read_until(RawClient& client, std::string_view wanted) {
        while (client.waiting().find(wanted) == std::string::npos) {
            ASSERT_EQ(client.read_some(), Ended::open) << client.waiting();
        }
    }

    Event<std::shared_ptr<Stream>> opened_;
    Event<Sent> ended_;
    std::shared_ptr<Cut> cut_;
};

TEST_F(Streams, SendWhatIsPushedAndEndWithTheConnection) {
    serve();
    auto c = client();
    ASSERT_TRUE(c.send(get("/stream")));
    const auto stream = opened_.wait();
    read_until(c, "\r\n\r\n");
    EXPECT_EQ(c.waiting().find("Content-Length"), std::string::npos);
    EXPECT_NE(c.waiting().find("Connection: close"), std::string::npos);
    for (const std::string_view said : {"one;", "two;", "three;"}) {
        EXPECT_TRUE(stream->push(said));
        read_until(c, said);
    }
    EXPECT_TRUE(stream->push("last;"));
    stream->end();
    EXPECT_FALSE(stream->push("never;"));
    EXPECT_EQ(c.read_all(), Ended::closed);
    EXPECT_TRUE(c.waiting().ends_with("\r\n\r\none;two;three;last;")) << c.waiting();
    EXPECT_TRUE(ended_.wait().whole);
    EXPECT_EQ(ended_.wait().body_bytes, 19U);
}

TEST_F(Streams, HoldNoThread) {
    serve();
    std::vector<RawClient> listeners;
    for (int i = 0; i < 8; ++i) {
        listeners.push_back(client());
        ASSERT_TRUE(listeners.back().send(get("/stream")));
        read_until(listeners.back(), "\r\n\r\n");
    }
    EXPECT_EQ(client().ask(get("/other")).body, "here") << "with two threads for eight streams";
}

TEST_F(Streams, AreOverWhenTheClientGoes) {
    serve();
    auto c = client();
    ASSERT_TRUE(c.send(get("/stream")));
    const auto stream = opened_.wait();
    read_until(c, "\r\n\r\n");
    EXPECT_TRUE(stream->push("said;"));
    read_until(c, "said;");
    c.close();
    eventually([&] { return stream->is_over(); });
    EXPECT_FALSE(ended_.wait().whole);
}

TEST_F(Streams, AreOverForWhoReadsNothing) {
    serve(1000);
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/stream")));
    const auto stream = opened_.wait();
    eventually([&] { return !stream->push(std::string(500, 'x')); });
    EXPECT_TRUE(stream->is_over());
}

TEST_F(Streams, AreCutAtOnce) {
    serve();
    auto c = client();
    ASSERT_TRUE(c.send(get("/stream")));
    const auto stream = opened_.wait();
    read_until(c, "\r\n\r\n");
    cut_->now();
    EXPECT_EQ(c.read_all(), Ended::reset);
    eventually([&] { return stream->is_over(); });
}

TEST_F(Streams, SayTheirHeadOnly) {
    serve();
    auto c = client();
    const auto answer = c.ask("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n", true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/event-stream");
    EXPECT_EQ(c.ask(get("/other")).body, "here") << "on the same connection";
}

}  // namespace
}  // namespace exeat::http
