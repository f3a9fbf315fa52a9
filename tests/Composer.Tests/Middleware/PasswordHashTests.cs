// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class PasswordHashTests
{
    [Theory]
    [InlineData("s3cr3t", "$apr1$abcdefgh$W/owtJsS3q.qcvy7Rehe1.")]
    [InlineData("s3cr3t", "$1$abcdefgh$bp.jck1CbvZXVXAMrwpSV.")]
    [InlineData("s3cr3t", "{SHA}JauGvtFJymypwcDV23yakTiN3qs=")]
    [InlineData("s3cr3t", "abgQRoetXm8Ys")]
    [InlineData("s3cr3t", "$2y$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy")]
    [InlineData("s3cr3t", "$2b$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy")]
    [InlineData("s3cr3t", "$2a$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy")]
    [InlineData("s3cr3t", "$5$abcdefgh$J3VE9b8RLk5dzrzdzntQBZLtZyiFwAZa3z95r0zeTp3")]
    [InlineData("s3cr3t", "$6$abcdefgh$dQpA1V976CX7m9wfG2S1AtZ5R./3bgZNL.tCKzu7RQvoJpRJSrrHoy9ztZ8j2YYoPyb3bquJ50UQ3LHshQbq31")]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [InlineData("Hello world!", "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA")]
    [InlineData("Hello world!", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5")]
    [InlineData("Hello world!", "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1")]
    public void Every_form_of_htpasswd_is_understood(string password, string stored)
    {
        var hash = new PasswordHash(stored);
        var other = (password + "x")[..Math.Max(1, password.Length - 1)];

        Assert.True(hash.IsHash);
        Assert.True(hash.Matches(Encoding.UTF8.GetBytes(password)));
        Assert.False(hash.Matches(Encoding.UTF8.GetBytes(other)));
    }

    // SHA crypt hashes as many copies of a password as it has bytes.
    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    [InlineData(200_000, false)]
    public void A_password_is_no_longer_than_crypt_takes_it(int length, bool matches)
    {
        var password = Encoding.UTF8.GetBytes(new string('x', length));
        foreach (var stored in (string[])[NewHash.OfSha(password[..Math.Min(length, 1000)], "$6$"), NewHash.OfApr1(password[..Math.Min(length, 1000)])])
        {
            Assert.Equal(matches, new PasswordHash(stored).Matches(password));
        }
    }

    [Theory]
    [InlineData("$1$$")]
    [InlineData("$1$a$")]
    [InlineData("$apr1$")]
    [InlineData("$5$rounds=x$a$b")]
    [InlineData("$5$rounds=1000$")]
    [InlineData("$6$a$b")]
    [InlineData("$2y$99$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy")]
    [InlineData("$2y$04$abc")]
    [InlineData("$2y$04$!bcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy")]
    [InlineData("{SHA}")]
    [InlineData("{SHA}???")]
    public void An_ill_formed_hash_matches_nothing_and_does_no_harm(string stored)
    {
        Assert.False(new PasswordHash(stored).Matches("s3cr3t"u8));
    }

    [Fact]
    public void Bcrypt_uses_72_bytes_and_DES_8()
    {
        var hash = new PasswordHash(Bcrypt.Compute(Encoding.ASCII.GetBytes(new string('a', 80)), "$2b$04$abcdefghijklmnopqrstuu35fBIWlNgF8BcAW/t2cO158N8svSFHy")!);

        Assert.True(hash.Matches(Encoding.ASCII.GetBytes(new string('a', 72))));
        Assert.False(hash.Matches(Encoding.ASCII.GetBytes(new string('a', 71))));
        Assert.Equal(DesCrypt.Compute("12345678"u8, "ab"), DesCrypt.Compute("12345678more"u8, "ab"));
    }

    [SkippableFact]
    public void Agrees_with_the_crypt_of_this_machine()
    {
        Skip.IfNot(CryptOfPython.Works, "Debian's python3 with the crypt module is not installed");
        string[] passwords = ["", "a", "pässwörd", new string('x', 40), "1234567890123456"];
        string[] settings = ["ab", "zZ", "$1$12345678$", "$5$saltsalt$", "$6$rounds=1500$0123456789abcdef$", "$2b$05$abcdefghijklmnopqrstuu"];

        foreach (var (password, setting, expected) in CryptOfPython.Run(passwords, settings))
        {
            Assert.True(new PasswordHash(expected).Matches(Encoding.UTF8.GetBytes(password)), $"{password} {setting} {expected}");
        }
    }
}
