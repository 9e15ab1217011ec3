#include <sys/resource.h>

#include <atomic>
#include <thread>

#include "platform/http/test_client.h"

namespace exeat::http {
namespace {

using namespace testing;

class Limits : public TestServer {
protected:
    Limits() {
        add(Method::get, "/", [](Request&) { return text("here"); });
    }
};

TEST_F(Limits, TwoThousandSlowClientsKeepNobodyFromBeingServed) {
    start();
    std::vector<RawClient> slow;
    for (int i = 0; i < 2000; ++i) {
        slow.push_back(client());
        // Some say nothing, some begin a head, some wait for their next request.
        if (i % 3 == 1) ASSERT_TRUE(slow.back().send("GET / HT"));
        if (i % 3 == 2) ASSERT_EQ(slow.back().ask(get("/")).status, 200);
    }
    eventually([&] { return server_->figures().connections == 2000; });
    auto c = client();
    EXPECT_EQ(c.ask(get("/")).body, "here");
    for (auto& each : slow) {
        if (&each == &slow[1]) ASSERT_TRUE(each.send("TP/1.1\r\nHost: a\r\n\r\n"));
    }
    EXPECT_EQ(slow[1].answer().body, "here");
}

TEST_F(Limits, ConnectionsBeyondTheMostAreToldTheServerIsBusy) {
    options_.connections = 3;
    start();
    std::vector<RawClient> all;
    for (int i = 0; i < 3; ++i) {
        all.push_back(client());
        ASSERT_EQ(all.back().ask(get("/")).status, 200);
    }
    auto more = client();
    more.send(get("/"));
    const auto answer = more.answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, "server-busy");
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(all[0].ask(get("/")).status, 200) << "the others go on";
    all.pop_back();
    more.close();
    eventually([&] { return server_->figures().connections == 2; });
    auto next = client();
    EXPECT_EQ(next.ask(get("/")).status, 200);
}

TEST_F(Limits, NoDescriptorsLeftIsWaitedOut) {
    start();
    // Takes all descriptors of this process, which is also the server's.
    const int client_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::vector<Descriptor> all;
    while (true) {
        Descriptor next(::dup(0));
        if (!next.open()) break;
        all.push_back(std::move(next));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(client_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    eventually([&] { return log().find("no descriptors left") != std::string::npos; });
    const auto request = get("/");
    ASSERT_EQ(::send(client_socket, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    all.clear();
    std::array<char, 16> answer{};
    EXPECT_EQ(::recv(client_socket, answer.data(), 12, MSG_WAITALL), 12);
    EXPECT_STREQ(answer.data(), "HTTP/1.1 200");
    ::close(client_socket);
}

TEST_F(Limits, TooFewOpenFilesAreSaidAtTheStart) {
    options_.connections = 1'000'000'000;
    start();
    EXPECT_NE(log().find("limit of open files"), std::string::npos);
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    EXPECT_EQ(limit.rlim_cur, limit.rlim_max) << "raised as far as it goes";
}

TEST_F(Limits, StoppingLetsRunningRequestsEnd) {
    Event<bool> entered;
    Event<bool> go;
    add(Method::get, "/slow", [&](Request&) {
        entered.set(true);
        go.wait();
        return text("done");
    });
    start();
    auto running = client();
    auto idle = client();
    ASSERT_EQ(idle.ask(get("/")).status, 200);
    ASSERT_TRUE(running.send(get("/slow")));
    entered.wait();
    std::thread stopping([&] { server_->stop(std::chrono::seconds(20)); });
    EXPECT_EQ(idle.read_all(), Ended::closed);
    go.set(true);
    const auto answer = running.answer();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.header("Connection"), "close");
    stopping.join();
    EXPECT_EQ(server_->figures().connections, 0);
}

TEST_F(Limits, StoppingCutsWhatDoesNotEnd) {
    Event<Sent> ended;
    add(Method::get, "/large", [&](Request&) {
        auto response = text(std::string(64 << 20, 'a'));
        response.ended = [&](const Sent& sent) { ended.set(sent); };
        return response;
    });
    start();
    RawClient c(server_->port(), 4096);
    ASSERT_TRUE(c.send(get("/large")));
    ASSERT_EQ(c.read_some(1), Ended::open);
    server_->stop(std::chrono::milliseconds(10));
    EXPECT_EQ(c.read_all(), Ended::reset);
    EXPECT_FALSE(ended.wait().whole);
}

TEST_F(Limits, EachAnswerIsToldToWhoeverCounts) {
    Event<std::string> served;
    options_.served = [&](const Served& one) {
        served.set(one.request.path + " " + std::to_string(one.status) + " " + std::to_string(one.sent.body_bytes));
    };
    start();
    auto c = client();
    ASSERT_EQ(c.ask(get("/")).status, 200);
    EXPECT_EQ(served.wait(), "/ 200 4");
}

TEST_F(Limits, ManyClientsAtOnceAreAllServed) {
    options_.io_threads = 3;
    options_.work_threads = 4;
    add(Method::get, "/io", [](Request& r) { return text(std::string(r.query_value("n").value_or(""))); }, RunOn::io);
    add(Method::get, "/w", [](Request& r) { return text(std::string(r.query_value("n").value_or(""))); });
    start();
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int round = 0; round < 5; ++round) {
                auto c = client();
                for (int i = 0; i < 40; ++i) {
                    const auto n = std::to_string(t * 1000 + i);
                    if (c.ask(get((i % 2 == 0 ? "/io?n=" : "/w?n=") + n)).body == n) ++right;
                }
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right, 8 * 5 * 40);
}

}  // namespace
}  // namespace exeat::http
