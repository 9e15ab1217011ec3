#include "api/session_cookie.h"

#include <gtest/gtest.h>

#include "api/authenticate.h"
#include "usecases/people/tokens.h"
#include "usecases/testing/people_fixture.h"

namespace exeat::api {
namespace {

using usecases::Caller;
using usecases::testing::code_of;
using usecases::testing::HouseFixture;
using usecases::testing::must_have;

http::Request request(std::string scheme, std::string peer, std::string host) {
    http::Request made;
    made.scheme = std::move(scheme);
    made.peer = std::move(peer);
    made.request_id = "request-1";
    made.headers.set("Host", std::move(host));
    return made;
}

class SessionCookie : public ::testing::Test {
protected:
    HouseFixture site_;
    usecases::House& house_ = site_.house();

    std::string cookie(const http::Request& asked, const std::string& public_url) {
        house_.options.public_url = public_url;
        if (const auto can = can_have_cookie(house_, asked); !can) return can.error().code;
        http::Headers headers;
        set_session_cookie(house_, asked, headers, "SECRET");
        return std::string(headers.find("Set-Cookie").value_or(""));
    }
};

constexpr const char* k_secure = "__Host-exeat=SECRET; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=7776000";
constexpr const char* k_loopback = "exeat=SECRET; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000";

TEST_F(SessionCookie, IsSecureButOnThisMachine) {
    EXPECT_EQ(cookie(request("https", "192.0.2.1", "exeat.example.org"), ""), k_secure);
    EXPECT_EQ(cookie(request("https", "127.0.0.1", "localhost:8080"), ""), k_secure);
    for (const std::string host : {"127.0.0.1:8080", "localhost:8080", "[::1]:8080", "exeat.localhost"}) {
        EXPECT_EQ(cookie(request("http", "127.0.0.1", host), ""), k_loopback) << host;
        EXPECT_EQ(cookie(request("http", "::1", host), "https://exeat.example.org"), k_loopback) << host;
    }
}

TEST_F(SessionCookie, IsSecureBehindAProxyThatDoesNotSaySo) {
    const auto asked = request("http", "127.0.0.1", "exeat.example.org");
    EXPECT_EQ(cookie(asked, "https://exeat.example.org"), k_secure);
    EXPECT_EQ(cookie(asked, ""), k_loopback);
}

TEST_F(SessionCookie, IsNotGivenOutInTheClear) {
    EXPECT_EQ(cookie(request("http", "192.0.2.1", "exeat.example.org"), ""), "insecure-connection");
    EXPECT_EQ(cookie(request("http", "192.0.2.1", "localhost"), ""), "insecure-connection");
    EXPECT_EQ(cookie(request("http", "192.0.2.1", "localhost"), "http://exeat.example.org"), "insecure-connection");
}

TEST_F(SessionCookie, IsTakenBackUnderBothNames) {
    http::Headers headers;
    clear_session_cookie(headers);
    ASSERT_EQ(headers.fields().size(), 2U);
    for (const auto& [name, value] : headers.fields()) {
        EXPECT_EQ(name, "Set-Cookie");
        EXPECT_NE(value.find("exeat=; Path=/"), std::string::npos);
        EXPECT_NE(value.find("Max-Age=0"), std::string::npos);
    }
}

TEST_F(SessionCookie, OfThePlainNameCountsOnThisMachineOnly) {
    auto asked = request("http", "127.0.0.1", "localhost");
    asked.headers.set("Cookie", "exeat=plain");
    EXPECT_EQ(session_secret(asked), "plain");
    asked.headers.set("Cookie", "exeat=plain; __Host-exeat=secure");
    EXPECT_EQ(session_secret(asked), "secure");
    for (auto elsewhere : {request("https", "127.0.0.1", "localhost"), request("http", "192.0.2.1", "localhost")}) {
        elsewhere.headers.set("Cookie", "exeat=plain");
        EXPECT_EQ(session_secret(elsewhere), std::nullopt);
        elsewhere.headers.set("Cookie", "__Host-exeat=secure");
        EXPECT_EQ(session_secret(elsewhere), "secure");
    }
}

TEST_F(SessionCookie, IsNotGivenWhereAHostOnlyLooksLikeThisMachine) {
    for (const std::string host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                                   "[::1].evil.example", "localhost:80@evil.example", "127.0.0.1:1@evil.example",
                                   "[::1]:80@evil.example", "[::1]:/evil", "localhost:80/evil"}) {
        EXPECT_EQ(cookie(request("http", "127.0.0.1", host), "https://exeat.example.org"), k_secure) << host;
    }
}

class Authentication : public ::testing::Test {
protected:
    HouseFixture site_;
    PersonId mira_ = usecases::testing::add_person(site_, "mira@example.org").row.id;
    usecases::OpenedSession session_ = usecases::testing::sign_in(site_, "mira@example.org");
    std::string token_ =
        *must_have(usecases::create_token(site_.house(), session_.caller, mira_, {"ci", {"read"}})).secret;
    Authenticator authenticator_{site_.house()};

    static http::Request asked(const std::string& cookie, const std::string& authorization) {
        auto made = request("http", "127.0.0.1", "localhost");
        if (!cookie.empty()) made.headers.set("Cookie", "exeat=" + cookie);
        if (!authorization.empty()) made.headers.set("Authorization", authorization);
        return made;
    }
};

TEST_F(Authentication, KnowsSessionsAndTokens) {
    const auto by_session = must_have(authenticator_.who(asked(session_.secret, "")));
    EXPECT_EQ(by_session.person, mira_);
    EXPECT_TRUE(by_session.session);
    EXPECT_EQ(by_session.address, "127.0.0.1");
    EXPECT_EQ(by_session.request_id, "request-1");
    for (const std::string scheme : {"Bearer ", "bearer ", "BEARER   "}) {
        const auto by_token = must_have(authenticator_.who(asked("", scheme + token_)));
        EXPECT_EQ(by_token.person, mira_) << scheme;
        EXPECT_TRUE(by_token.token);
    }
    EXPECT_TRUE(must_have(authenticator_.who(asked(session_.secret, "Bearer " + token_))).token)
        << "a program's call is the program's, whatever cookies come along";
}

TEST_F(Authentication, IsNobodyOtherwise) {
    for (const auto& [cookie, authorization] : std::vector<std::pair<std::string, std::string>>{
             {"", ""}, {"wrong", ""}, {token_, ""}, {"", "Basic bWlyYTp4"}, {"", "Bearer"}}) {
        const auto caller = must_have(authenticator_.who(asked(cookie, authorization)));
        EXPECT_EQ(caller.kind, Caller::Kind::nobody) << cookie << authorization;
        EXPECT_EQ(caller.person, std::nullopt);
    }
    for (const auto& token : {std::string("wrong"), session_.secret, token_ + "x", std::string()}) {
        EXPECT_EQ(code_of(authenticator_.who(asked(session_.secret, "Bearer " + token))), "wrong-token") << token;
    }
}

TEST_F(Authentication, KnowsTheOperatorByTheLocalSocket) {
    auto local = asked("", "");
    local.from_local_socket = true;
    EXPECT_TRUE(must_have(authenticator_.who(local)).is_operator());
    auto as_mira = asked(session_.secret, "");
    as_mira.from_local_socket = true;
    EXPECT_EQ(must_have(authenticator_.who(as_mira)).person, mira_);
}

TEST_F(Authentication, HearsOfTheEndAtOnce) {
    EXPECT_EQ(must_have(authenticator_.who(asked(session_.secret, ""))).person, mira_);
    must_have(usecases::sign_out(site_.house(), session_.caller));
    EXPECT_EQ(must_have(authenticator_.who(asked(session_.secret, ""))).kind, Caller::Kind::nobody);
}

}  // namespace
}  // namespace exeat::api
