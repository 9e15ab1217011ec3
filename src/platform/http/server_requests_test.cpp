#include <sys/stat.h>

#include <thread>
#include <vector>

#include "platform/http/test_client.h"

namespace exeat::http {
namespace {

using namespace testing;

class Requests : public TestServer {
protected:
    Requests() {
        add(Method::get, "/io", [](Request&) { return text("io"); }, RunOn::io);
        add(Method::get, "/work", [](Request&) { return text("work"); });
        add(Method::get, "/heavy", [](Request&) { return text("heavy"); }, RunOn::heavy);
        add(Method::get, "/items/{id}", [](Request& r) { return text(std::string(r.parameter("id"))); }, RunOn::io);
        add(Method::post, "/echo", [](Request& r) { return text(r.body); }, RunOn::work, 100);
        add(Method::get, "/seen", [](Request& r) {
            return text(r.route + "|" + r.path + "|" + r.scheme + "|" + r.peer + "|" +
                        std::string(r.query_value("q").value_or("-")) + "|" + std::string(r.cookie("c").value_or("-")));
        });
        add(Method::get, "/throws", [](Request&) -> Response { throw std::runtime_error("a bug"); });
        add(Method::get, "/splits", [](Request&) {
            auto response = text("x");
            response.headers.add("X-A", "1\r\nX-B: 2");
            return response;
        });
    }
};

TEST_F(Requests, AreAnsweredWhereTheyShallRun) {
    start();
    auto c = client();
    for (const std::string where : {"io", "work", "heavy"}) {
        const auto answer = c.ask(get("/" + where));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, where);
        EXPECT_EQ(answer.header("X-Request-Id").size(), 26U);
        EXPECT_EQ(answer.header("Date").size(), 29U);
    }
}

TEST_F(Requests, AtHandAreAnsweredOnTheThreadOfTheirSocket) {
    options_.io_threads = 1;
    std::vector<std::thread::id> on;
    const auto note = [&](Request&) {
        on.push_back(std::this_thread::get_id());
        return text("noted");
    };
    router_.add({Method::get, "/io-too", Handler(note), RunOn::io});
    router_.add({Method::get, "/maybe", Handler(note), RunOn::work,
                 [](const Request& request) { return request.query_value("kept").has_value(); }});
    start();
    auto c = client();
    for (const std::string target : {"/io-too", "/maybe?kept", "/maybe"}) EXPECT_EQ(c.ask(get(target)).body, "noted");
    ASSERT_EQ(on.size(), 3U);
    EXPECT_EQ(on[1], on[0]);
    EXPECT_NE(on[2], on[0]);
}

TEST_F(Requests, ThatArePipelinedAreAnsweredInTheirOrder) {
    start();
    auto c = client();
    std::string all;
    for (int i = 0; i < 100; ++i) {
        all += i % 3 == 0 ? "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n" + std::to_string(10 + i % 80)
               : i % 3 == 1 ? get("/items/" + std::to_string(i))
                            : get("/work");
    }
    ASSERT_TRUE(c.send(all));
    for (int i = 0; i < 100; ++i) {
        const auto expected = i % 3 == 0 ? std::to_string(10 + i % 80) : i % 3 == 1 ? std::to_string(i) : "work";
        EXPECT_EQ(c.answer().body, expected);
    }
}

TEST_F(Requests, MayComeByteByByte) {
    start();
    auto c = client();
    for (const char byte : "\r\n" + get("/items/slow")) ASSERT_TRUE(c.send({&byte, 1}));
    EXPECT_EQ(c.answer().body, "slow");
}

TEST_F(Requests, ShowPathQueryAndCookie) {
    start();
    auto c = client();
    EXPECT_EQ(c.ask(get("/seen?q=a+b%26&q=2", "Cookie: a=1; c=two; d\r\n")).body,
              "/seen|/seen|http|127.0.0.1|a b&|two");
    EXPECT_EQ(c.ask(get("http://elsewhere/seen?x")).body, "/seen|/seen|http|127.0.0.1|-|-");
    EXPECT_EQ(c.ask(get("/items/a%2Fb%20c")).body, "a/b c") << "an encoded slash is data";
}

TEST_F(Requests, BelieveOnlyTrustedProxies) {
    options_.trusted_proxies = {"127.0.0.0/8", "10.1.0.0/16"};
    start();
    auto c = client();
    const auto answer = c.ask(get("/seen",
                                  "X-Forwarded-For: 6.6.6.6, 192.0.2.7\r\nX-Forwarded-For: 10.1.2.3\r\n"
                                  "X-Forwarded-Proto: https\r\nForwarded: for=1.1.1.1\r\n"));
    EXPECT_EQ(answer.body, "/seen|/seen|https|192.0.2.7|-|-");
}

TEST_F(Requests, AreNotFoundOrNotAllowedByTheRouter) {
    router_.use({[](Request& request, const std::function<Response(Request&)>& next) {
        auto response = next(request);
        response.headers.set("X-Through", "yes");
        return response;
    }});
    start();
    auto c = client();
    const auto absent = c.ask(get("/nowhere"));
    EXPECT_EQ(absent.status, 404);
    EXPECT_EQ(absent.body, "not-found");
    EXPECT_EQ(absent.header("X-Through"), "yes");
    const auto wrong = c.ask("DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "POST, OPTIONS");
    EXPECT_EQ(wrong.header("X-Through"), "yes");
    EXPECT_EQ(c.ask("BREW /io HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
    const auto options_answer = c.ask("OPTIONS /io HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(options_answer.status, 204);
    EXPECT_EQ(options_answer.header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(options_answer.header("Content-Length"), "");
    EXPECT_EQ(options_answer.header("X-Through"), "yes");
}

TEST_F(Requests, ByHeadHaveTheLengthAndNoBody) {
    start();
    auto c = client();
    const auto answer = c.ask("HEAD /items/12345 HTTP/1.1\r\nHost: a\r\n\r\n", true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "5");
    EXPECT_EQ(c.ask(get("/io")).body, "io") << "nothing stood between";
}

TEST_F(Requests, GoThroughMiddlewareInItsOrder) {
    const auto writes = [](const std::string& mark) {
        return [mark](Request& request, const std::function<Response(Request&)>& next) {
            request.headers.add("Trace", mark);
            auto response = next(request);
            response.headers.add("Back", mark);
            return response;
        };
    };
    router_.use({writes("1"), writes("2"), writes("3")});
    add(Method::get, "/trace", [](Request& request) {
        std::string seen;
        for (const auto& [name, value] : request.headers.fields()) seen += name == "Trace" ? value : "";
        return text(seen);
    });
    start();
    auto c = client();
    const auto answer = c.ask(get("/trace"));
    EXPECT_EQ(answer.body, "123");
    std::string back;
    for (const auto& [name, value] : answer.headers.fields()) back += name == "Back" ? value : "";
    EXPECT_EQ(back, "321");
}

TEST_F(Requests, WhoseHandlerThrowsAreOurMistake) {
    start();
    auto c = client();
    const auto answer = c.ask(get("/throws"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "internal");
    EXPECT_NE(log().find("a bug"), std::string::npos);
    EXPECT_EQ(c.ask(get("/io")).status, 200) << "the connection lives";
}

TEST_F(Requests, CannotBeAnsweredWithSplitFields) {
    start();
    auto c = client();
    const auto answer = c.ask(get("/splits"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.header("X-B"), "");
}

TEST_F(Requests, OfHttpOneZeroCloseUnlessAsked) {
    start();
    auto c = client();
    EXPECT_EQ(c.ask("GET /io HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"), "keep-alive");
    EXPECT_EQ(c.ask("GET /io HTTP/1.0\r\n\r\n").header("Connection"), "close");
    EXPECT_EQ(c.read_all(), Ended::closed);
}

TEST_F(Requests, CanAskForTheEndOfTheConnection) {
    start();
    auto c = client();
    EXPECT_EQ(c.ask(get("/io", "Connection: close\r\n")).header("Connection"), "close");
    EXPECT_EQ(c.read_all(), Ended::closed);
}

struct Refused {
    std::string request;
    int status;
    std::string code;
};

class Refusals : public Requests, public ::testing::WithParamInterface<Refused> {};

TEST_P(Refusals, AreSeenByTheClientAndEndTheConnection) {
    start();
    auto c = client();
    c.send(GetParam().request);
    const auto answer = c.answer();
    EXPECT_EQ(answer.status, GetParam().status);
    EXPECT_EQ(answer.body, GetParam().code);
    EXPECT_EQ(answer.header("Connection"), "close");
    c.half_close();
    EXPECT_EQ(c.read_all(), Ended::closed);
}

std::string post(std::string_view fields, std::string_view body = "") {
    return "POST /echo HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

INSTANTIATE_TEST_SUITE_P(
    All, Refusals,
    ::testing::Values(
        Refused{"nonsense\r\n\r\n", 400, "bad-request"}, Refused{"GET /io\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\nHost: localhost:80@evil.example\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\nHost: [::1]:@evil.example\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\nHost: [::1].evil.example\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\nHost: localhost:80/evil\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\r\nHost: localhost\\evil\r\n\r\n", 400, "bad-request"},
        Refused{"GET /io HTTP/2.0\r\nHost: a\r\n\r\n", 505, "http-version-unsupported"},
        Refused{get("/io/%zz"), 400, "bad-request"}, Refused{get("/io%00"), 400, "bad-request"},
        Refused{get("/a/../io"), 400, "bad-request"}, Refused{get("/a/%2e%2E/io"), 400, "bad-request"},
        Refused{get("/a%2F..%2Fio"), 400, "bad-request"}, Refused{get("/io?a=%"), 400, "bad-request"},
        Refused{get("io"), 400, "bad-request"}, Refused{get("/io#x"), 400, "bad-request"},
        Refused{get("/" + std::string(9000, 'a')), 414, "uri-too-long"},
        Refused{"GET /" + std::string(20'000, 'a'), 414, "uri-too-long"},
        Refused{get("/io", "X: " + std::string(17'000, 'a') + "\r\n"), 431, "headers-too-large"},
        Refused{get(
                    "/io", "A: " + std::string(10, 'a') + "\r\n" +
                               [] {
                                   std::string many;
                                   for (int i = 0; i < 101; ++i) many += "B: c\r\n";
                                   return many;
                               }()),
                431, "headers-too-large"},
        Refused{get("/io", " folded: a\r\n"), 400, "bad-request"},
        Refused{get("/io", "A: b\r\n folded\r\n"), 400, "bad-request"},
        Refused{get("/io", "A : b\r\n"), 400, "bad-request"},
        Refused{"GET /io HTTP/1.1\nHost: a\n\n\r\n\r\n", 400, "bad-request"},
        Refused{post("Content-Length: 5\r\nContent-Length: 6\r\n", "12345"), 400, "bad-request"},
        Refused{post("Content-Length: 5\r\nContent-Length: 5\r\n", "12345"), 400, "bad-request"},
        Refused{post("Content-Length: 5, 5\r\n", "12345"), 400, "bad-request"},
        Refused{post("Content-Length: +5\r\n", "12345"), 400, "bad-request"},
        Refused{post("Content-Length: -1\r\n"), 400, "bad-request"},
        Refused{post("Content-Length: 99999999999999999999\r\n"), 400, "bad-request"},
        Refused{post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501, "transfer-encoding-unsupported"},
        Refused{post("Transfer-Encoding: identity\r\n"), 501, "transfer-encoding-unsupported"},
        Refused{post("Transfer-Encoding: chunked\r\n", "zz\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "5 \r\nhello\r\n0\r\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\nhello"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "0\r\nA: b\n\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "3\r\nabcXY\r\n"), 400, "bad-request"},
        Refused{post("Transfer-Encoding: chunked\r\n", "1;" + std::string(40'000, 'e')), 400, "bad-request"},
        Refused{post("Expect: 200-ok\r\nContent-Length: 1\r\n"), 417, "expectation-failed"},
        Refused{post("Content-Length: 101\r\n"), 413, "body-too-large"},
        Refused{post("Content-Length: 101\r\nExpect: 100-continue\r\n"), 413, "body-too-large"},
        Refused{post("Transfer-Encoding: chunked\r\n", "65\r\n" + std::string(101, 'a')), 413, "body-too-large"}));

TEST_F(Requests, ThatAreRefusedEarlyShowTheAnswerToAClientThatGoesOnSending) {
    start();
    auto c = client();
    ASSERT_TRUE(c.send(post("Content-Length: 20000000\r\n")));
    // NOLINTNEXTLINE(bugprone-string-constructor): more than sockets hold
    ASSERT_TRUE(c.send(std::string(20'000'000, 'a')));
    EXPECT_EQ(c.answer().status, 413);
    c.half_close();
    EXPECT_EQ(c.read_all(), Ended::closed);
}

TEST_F(Requests, ThatEndTooSlowlyAreToldSo) {
    options_.header_deadline = std::chrono::milliseconds(50);
    start();
    auto c = client();
    ASSERT_TRUE(c.send("GET /io HT"));
    const auto answer = c.answer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.body, "request-timeout");
    auto silent = client();
    EXPECT_EQ(silent.read_all(), Ended::closed);
    EXPECT_EQ(silent.waiting(), "");
}

TEST_F(Requests, AreAwaitedUntilTheIdleDeadline) {
    options_.idle_deadline = std::chrono::milliseconds(50);
    start();
    auto c = client();
    EXPECT_EQ(c.ask(get("/io")).status, 200);
    EXPECT_EQ(c.read_all(), Ended::closed);
}

TEST_F(Requests, OverTheLocalSocketAreTheOperators) {
    const std::string path = ::testing::TempDir() + "/http_" + std::to_string(::getpid()) + ".sock";
    options_.unix_socket = path;
    add(Method::get, "/local", [](Request& r) { return text(r.from_local_socket ? r.peer : "not local"); });
    start();
    struct stat about{};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    RawClient local(path);
    EXPECT_EQ(local.ask(get("/local", "X-Forwarded-For: 1.2.3.4\r\n")).body, "local");
    auto remote = client();
    EXPECT_EQ(remote.ask(get("/local")).body, "not local");
    // A second server on the path is refused, what a dead one left is replaced.
    ServerOptions second = options_;
    const auto refused = start_server(second, router_, refusal_as_text);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "address-in-use");
    second.unix_socket.clear();
    second.port = server_->port();
    const auto same_port = start_server(second, router_, refusal_as_text);
    ASSERT_FALSE(same_port);
    EXPECT_EQ(same_port.error().code, "address-in-use");
    second.address = "no such host.";
    EXPECT_EQ(start_server(second, router_, refusal_as_text).error().code, "bad-address");
}

}  // namespace
}  // namespace exeat::http
