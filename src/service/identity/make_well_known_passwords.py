#!/usr/bin/env python3
"""Makes well_known_passwords.h, the passwords that are refused because everybody tries them first.

Only entries of 12 characters and more: a shorter password is refused for its length. What stands here is written by
hand from what is widely known to be common, and by rules: words with numbers and years behind them, words twice and
words combined, walks over keyboards, runs of digits, seasons and months with years.

    ./make_well_known_passwords.py > well_known_passwords.h
"""

LEAST = 12

HEAD = """// Passwords that everybody tries first: lower case, in order, each once. Only for password_rules.cpp.
// Written by make_well_known_passwords.py, which says what they are; change that.
#pragma once

#include <string_view>

namespace exeat::identity {

// clang-format off
inline constexpr std::string_view k_well_known_passwords[] = {"""

TAIL = """};
// clang-format on

}  // namespace exeat::identity"""

# Said by everybody who ever listed common passwords.
KNOWN = """
    correcthorsebatterystaple thisismypassword thisisapassword thisisasecret thisisnotapassword mypasswordispassword
    idontknowmypassword iforgotmypassword forgotpassword forgottenpassword nopasswordneeded passwordpassword
    passwordispassword yourpassword123 letmeinplease letmeinletmein letmeinnow1234 opensesame123 iloveyouforever
    iloveyousomuch iloveyoubaby iloveyou2much iloveyoutoo1 iloveyou3000 iloveyou1234 ilovemymother ilovemyfamily
    ilovemywife1 ilovemyself1 ilovemycat12 ilovemydog12 ihatepasswords ihatemypassword ihatethispassword
    trustno1trustno1 changemenow1 changemeplease pleasechangeme changethis123 changethispassword defaultpassword
    temporarypassword temppassword temppass1234 newpassword1 newpassword12 newpassword123 mynewpassword oldpassword12
    adminpassword passwordadmin administrator administrator1 administrator123 administrateur administrador
    administratore rootpassword rootroot1234 toortoortoor superuser1234 supervisor123 testpassword testtesttest
    testing123456 testaccount1 testuser1234 guestpassword guestguest12 userpassword userpassword1 companypassword
    companyname1 welcometothejungle welcomehome1 welcomeback1 welcomewelcome welcome12345 hellohello12 helloworld12
    helloworld123 hellokitty12 hellokitty123 goodmorning1 goodmorning123 goodluck1234 nevergiveup1 nevergiveup123
    jesuslovesyou jesuslovesme jesuschrist1 jesuschrist123 godisgood123 godisgreat12 blessed12345 hallelujah12
    abcdefghijkl abcdefghijklm abcdefghijklmn abcdefghijklmnop abcdefghijklmnopqrstuvwxyz abcdefg12345 abcdefg123456
    abcdefgh1234 abcdefgh12345678 abcdef123456 abcd12345678 abcdabcd1234 abcd1234abcd abc123abc123 abc123456789
    abc123def456 a1b2c3d4e5f6 a1b2c3d4e5f6g7 a1s2d3f4g5h6 q1w2e3r4t5y6 q1w2e3r4t5y6u7 z1x2c3v4b5n6 aa12345678aa
    a123456789a0 a1234567890a a12345678910 z123456789z0 q123456789q0 qwerty123qwerty qwerty12qwerty qwertyqwerty1
    qwerty1qwerty qwertyuiop12 asdf1234asdf asdfasdf1234 asdfqwer1234 qwer1234asdf qwerasdfzxcv zxcvasdfqwer
    1234qwerasdf 1234asdfqwer 1234qwertyui 12345qwert12345 12345qwertyui 123456qwerty 1234567qwerty 12345678qwerty
    123456789qwerty 123456asdfgh 123456zxcvbn qwerty654321 123qweasdzxc qweasdzxc123 qazwsxedc123 qazwsx123456
    1qazxsw23edc 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw2cde3 zaq12wsxcde3 zaq1zaq1zaq1 zaq1xsw2cde3 xsw2zaq1cde3
    qazwsxedcrfv qazwsxedcrfvtgb qazqazqaz123 wsxedcrfvtgb edcrfvtgbyhn plokijuhygtf poiuytrewq12 mnbvcxzlkjhg
    lkjhgfdsapoiuytrewq poiuytrewqlkjhgfdsamnbvcxz qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm asdfghjklzxcvbnm
    zxcvbnmasdfghjkl zxcvbnmasdfghjklqwertyuiop qwertyuiopasdf 1234567890qwertyuiop qwertyuiop1234567890
    qwertyuiop123456 asdfghjkl123 asdfghjkl1234 asdfghjkl12345 zxcvbnm12345 zxcvbnm123456 qwertzuiop12 qwertzuiop123
    qwertzuiopasdfghjkl azertyuiop12 azertyuiop123 azertyuiopqsdfghjklm wxcvbn123456 azerty123456 qwertz123456
    qwerty@12345 qwerty!@#$%^ !qaz@wsx#edc !qaz2wsx#edc 1qaz@wsx3edc !qaz1qaz@wsx !@#$%^&*()_+ !@#$%^&*()qwertyuiop
    p@ssw0rd1234 p@ssw0rd123! p@ssword1234 p@ssword123! p@$$w0rd1234 p@$$w0rd123! pa$$word1234 passw0rd1234 passw0rd123!
    pa55word1234 pa55w0rd1234 passw0rdpassw0rd p@ssw0rdp@ssw0rd pa$$w0rdpa$$w0rd mysecretpassword secretpassword
    secretpassword1 topsecret123 topsecretpassword supersecret1 supersecret12 supersecret123 supersecretpassword
    verysecretpassword verysecret12 strongpassword strongpassword1 strongpassword123 securepassword securepassword1
    securepassword123 goodpassword1 bestpassword1 easypassword1 longpassword1 longpassword12 longpassword123
    averylongpassword alongpassword mylongpassword simplepassword weakpassword1 badpassword12 randompassword
    masterpassword masterpassword1 masterkey123 userpass1234 usernamepassword username1234 loginpassword logmein12345
    letmein12345 letmein123456 letmein1234! startrek1234 starwars1234 starwarsfan1 harrypotter1 harrypotter12
    harrypotter123 hogwarts1234 lordoftherings gameofthrones gameofthrones1 breakingbad1 spongebob123 spongebobsquarepants
    mickeymouse1 mickeymouse123 minniemouse1 winniethepooh donaldduck12 superman1234 supermario12 supermario64 batman123456
    spiderman123 spiderman1234 ironman12345 captainamerica wonderwoman1 pokemon12345 pikachu12345 minecraft123
    minecraft1234 fortnite1234 callofduty12 counterstrike worldofwarcraft leagueoflegends grandtheftauto playstation1
    playstation2 playstation3 playstation4 playstation5 nintendo1234 football1234 basketball12 basketball123
    baseball1234 manchesterunited manchester1 liverpoolfc1 liverpoolfc123 arsenalfc123 chelseafc123 realmadrid12
    realmadrid123 barcelona123 barcelona1234 fcbarcelona1 fcbarcelona10 bayernmuenchen borussia1909 juventus1897
    intermilan12 acmilan12345 galatasaray1 galatasaray1905 fenerbahce12 fenerbahce1907 besiktas1903 cristianoronaldo
    cristiano123 cristianoronaldo7 lionelmessi1 lionelmessi10 michaeljackson michaeljordan michaeljordan23 bobmarley420
    linkinpark12 linkinpark123 ledzeppelin1 metallica123 metallica1234 ironmaiden12 ironmaiden666 slipknot1234
    greenday1234 onedirection onedirection1 justinbieber justinbieber1 taylorswift1 taylorswift13 ladygaga1234
    beyonce12345 eminem123456 tupacshakur1 marilynmonroe elvispresley dragonball12 dragonballz1 dragonballz123
    narutouzumaki naruto123456 finalfantasy finalfantasy7 metalgearsolid zeldazelda12 masterchief1 masterchief117
    newyorkcity1 newyork12345 newyorkyankees losangeles12 sanfrancisco sanfrancisco49ers philadelphia dallascowboys
    pittsburghsteelers greenbaypackers chicagobulls chicagobears bostonredsox unitedstates unitedkingdom
    iamthebest123 iamthebest12 whatthefuck1 whatthehell1 fuckyou12345 fuckyou123456 fuckyoufuckyou motherfucker
    motherfucker1 asshole12345 bullshit1234 biteme123456 lickmyballs1 mustang12345 mustang19691 camaro123456 corvette1234
    ferrari12345 lamborghini1 lamborghini12 mercedesbenz mercedesbenz1 porsche91111 volkswagen12 harleydavidson
    harleydavidson1 windows12345 windowsxp123 microsoft123 microsoft1234 google123456 googlegoogle facebook1234
    facebook12345 instagram123 instagram1234 youtube12345 linkedin1234 linkedinlinkedin yahooyahoo12 gmailgmail12
    internet1234 computer1234 computer12345 computerscience mycomputer12 samsung12345 samsunggalaxy nokianokia12 iphone123456
    blackberry12 motorola1234 raspberrypi1 raspberrypi123 ubuntuubuntu linuxlinux12 oracleoracle postgres1234
    mysqlmysql12 databasepassword dbpassword123 productionpassword serverpassword vagrantvagrant kubernetes12
    jenkinsjenkins jenkins12345 ansible12345 mongodb12345 redisredis12 elasticsearch grafanagrafana minioadmin12 minioadminminioadmin
    exeatexeatexeat exeat1234567 exeatpassword exeat-password exeatadmin12 exeatadmin123
""".split()

WORDS = """
    password passwort passwords motdepasse parola senha heslo haslo wachtwoord contrasena lozinka salasana jelszo parole
    welcome willkommen bienvenue benvenuto bienvenido letmein changeme secret geheim login logmein admin administrator
    root user guest test testing default system server master qwerty qwertz azerty asdfgh zxcvbn qazwsx abc abcd abcdef
    iloveyou loveyou iloveme love lovely sunshine princess prince queen monkey dragon tiger panther eagle falcon phoenix
    dolphin butterfly flower blossom chocolate cookie banana cherry orange pepper ginger buster charlie daniel michael
    jennifer jessica jordan ashley amanda andrea andrew anthony antonio alexander alexandra alejandro barbara benjamin
    brandon brittany caroline catherine christian christina christine christopher claudia elizabeth emmanuel fernando
    francesco francisco frederic gabriel gabriela george giovanni giuseppe gregory hannah isabella jacqueline jasmine
    jonathan joseph joshua katherine kimberly lauren leonardo lorenzo madison margaret mario martin matthew melissa
    mohamed mohammed muhammad monica natalie nathalie nicholas nicole oliver olivia patricia patrick pedro rebecca
    ricardo richard robert roberto samantha samuel sandra sebastian sophie stephanie steven susanne thomas valentina
    vanessa veronica victoria vincent william football baseball basketball hockey soccer tennis golf swimming volleyball
    arsenal chelsea liverpool everton manchester barcelona realmadrid juventus bayern borussia ajax celtic rangers
    yankees cowboys steelers lakers packers patriots raiders redsox superman batman spiderman ironman starwars startrek
    pokemon pikachu naruto minecraft fortnite roblox mario zelda hello hellokitty snoopy mickey tigger garfield freedom
    liberty forever whatever nothing everything something anything someone trustno1 matrix shadow killer hunter ranger
    soldier warrior knight wizard magic mystic angel angels heaven jesus christ blessed faith hope grace spirit
    mustang camaro corvette ferrari porsche mercedes audi bmw toyota honda yamaha suzuki kawasaki harley ducati
    london paris berlin madrid roma milano napoli lisboa moscow istanbul ankara tokyo newyork boston chicago dallas
    houston texas california florida america canada mexico brasil brazil argentina colombia espana france italia
    deutschland germany england scotland ireland holland sweden norway denmark poland russia turkey china india
    indonesia australia computer internet windows linux ubuntu macbook iphone samsung nokia google facebook youtube
    twitter instagram linkedin yahoo gmail microsoft oracle cisco network router firewall office company business
    manager director employee marketing finance accounting support service customer student teacher school college
    university library archive media photo photos picture pictures camera music guitar piano summer winter spring autumn
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday sommer winter herbst fruehling ete hiver printemps automne verano invierno
    christmas birthday holiday weekend midnight morning diamond silver golden purple yellow green black white crystal
    thunder lightning storm hurricane rainbow ocean beach island mountain river forest garden
    mother father brother sister family friend friends bestfriend babygirl babyboy sweetheart honey darling lover
    blink182 metallica nirvana slipknot eminem rockstar hiphop exeat digital asset download upload database
""".split()

PAIRED = """
    password welcome letmein secret admin login user test hello love qwerty master dragon monkey sunshine princess
    football superman batman summer winter spring autumn company office server system secure strong super
""".split()

# Words that stand before most numbers and years.
FAVOURITES = """
    password passwort welcome letmein changeme secret login admin administrator root user guest test master qwerty qwertz
    azerty iloveyou sunshine princess monkey dragon football baseball superman batman starwars pokemon hello freedom
    shadow summer winter spring autumn sommer company computer michael jennifer jessica daniel exeat
""".split()

SUFFIXES = "1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 123! 1234! 123123 321 4321 @123".split()
MORE_SUFFIXES = """
    54321 654321 111 1111 111111 000 0000 007 69 666 777 999 9999 100 2468 123321 112233 ! 1! 12! 12345! 123456! !! !!!
    !1 !123 !1234 @1 @12 @1234 @12345 #1 #123 #1234 $123 .123 -123 _123 ?1 *123 abc qwerty
""".split()

YEARS = [str(year) for year in range(1985, 2031)]
SEASONS = """
    spring summer autumn winter january february march april june july august september october november december monday
    friday fruehling sommer herbst
""".split()


def words():
    for word in WORDS:
        for suffix in SUFFIXES:
            yield word + suffix
        yield word + word
    for word in FAVOURITES:
        for suffix in MORE_SUFFIXES + YEARS:
            yield word + suffix
        for year in YEARS[25:]:
            yield f"{word}{year}!"
            yield f"{word}@{year}"
        for between in ("", " ", "-", "_"):
            yield between.join([word] * 2)
            yield between.join([word] * 3)


def pairs():
    for left in PAIRED:
        for right in PAIRED:
            for end in ("", "1", "123", "!"):
                yield left + right + end
            yield left + " " + right
            yield left + "-" + right


def seasons():
    for word in SEASONS:
        for year in range(2018, 2031):
            for between in ("", "-", "@", " "):
                for end in ("", "!", "1", "1!", "123"):
                    yield f"{word}{between}{year}{end}"


def walks():
    rows = ["1234567890", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop",
            "qsdfghjklm", "wxcvbn", "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()"]
    for one in rows + [row[::-1] for row in rows] + ["йцукенгшщзхъ", "йцукенгшщзхъфывапролджэ"]:
        for length in range(LEAST, len(one) + 1):
            for start in range(0, len(one) - length + 1):
                yield one[start:start + length]
        for end in ("1", "12", "123", "1234", "12345", "!", "1!", "123!"):
            yield one + end
        for other in rows:
            for length in (6, 7, 8, 10):
                yield one[:length] + other[:length]
    columns = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm",
               "zaq1", "xsw2", "cde3", "vfr4", "zaq", "xsw", "cde", "vfr", "1q", "2w", "3e", "4r", "5t", "6y", "7u", "8i",
               "9o", "0p", "q1", "w2", "e3", "r4", "t5", "y6", "u7", "i8", "o9", "p0"]
    for start in range(len(columns)):
        for end in range(start + 2, min(start + 9, len(columns) + 1)):
            yield "".join(columns[start:end])
            yield "".join(reversed(columns[start:end]))


def digits():
    endless = "1234567890" * 4
    backwards = "9876543210" * 4
    from_zero = "0123456789" * 4
    for length in range(LEAST, 25):
        for run in (endless, backwards, from_zero, "0987654321" * 4):
            yield run[:length]
        yield "123456789101112131415161718192021"[:length]
        for doubled in ("112233445566778899001122", "001122334455667788990011", "998877665544332211009988",
                        "111222333444555666777888", "135791113151719212325272", "246810121416182022242628",
                        "314159265358979323846264", "271828182845904523536028", "161803398874989484820458"):
            yield doubled[:length]
    for year in range(1950, 2031):
        yield f"{year}{year}{year}"
        yield f"0101{year}0101"
        yield f"{year}0101{year}"


def main():
    entries = set()
    for source in (KNOWN, words(), pairs(), seasons(), walks(), digits()):
        entries.update(entry.lower() for entry in source if len(entry) >= LEAST)
    # std::string_view compares bytes, and so does this.
    ordered = sorted(entry.encode() for entry in entries)
    print(HEAD)
    line = ""
    for entry in ordered:
        text = entry.decode().replace("\\", "\\\\").replace('"', '\\"')
        line += f'"{text}",'
        if len(line) > 1000:
            print(line)
            line = ""
    print(line)
    print(TAIL)


if __name__ == "__main__":
    main()
