using Connexions.Domain.Integrations;

namespace Connexions.Tests.Domain.Integrations;

public sealed class AccountIdentityTests
{
    [Fact]
    public void Of_BothSayOne_IsTheProviders_WithTheTypedOneBesideIt()
    {
        var account = AccountIdentity.Of("Compte d’essai", "essai@exemple.test", "Réseau Lumière", "contact@lumiere.test")!;

        Assert.Equal(("Compte d’essai", "essai@exemple.test", true, true), (account.Name, account.Email, account.IsNamedByProvider, account.Differs));
        Assert.Equal(("Réseau Lumière", "contact@lumiere.test"), (account.Label!.Name, account.Label.Email));
    }

    [Theory]
    [InlineData("Lumière", "contact@lumiere.test", "Lumière", "CONTACT@lumiere.test")]
    [InlineData("Lumière", "contact@lumiere.test", "Notre compte", "contact@lumiere.test")]
    [InlineData("Lumière", "contact@lumiere.test", null, null)]
    [InlineData("Lumière", "contact@lumiere.test", "lumiere", null)]
    [InlineData("Lumière", null, null, "contact@lumiere.test")]
    public void Of_WhatIsNoOtherAccount_HasNoLabel(string? toldName, string? toldEmail, string? typedName, string? typedEmail)
    {
        var account = AccountIdentity.Of(toldName, toldEmail, typedName, typedEmail)!;

        Assert.Equal((toldName, toldEmail, false), (account.Name, account.Email, account.Differs));
    }

    [Theory]
    [InlineData(null, "essai@exemple.test", null, "contact@lumiere.test")]
    [InlineData("Compte d’essai", null, "Réseau Lumière", null)]
    [InlineData("Compte d’essai", "essai@exemple.test", "Réseau Lumière", null)]
    public void Of_AnotherAccount_Differs(string? toldName, string? toldEmail, string? typedName, string? typedEmail) =>
        Assert.True(AccountIdentity.Of(toldName, toldEmail, typedName, typedEmail)!.Differs);

    [Fact]
    public void Of_ASilentProvider_IsWhatWasTyped()
    {
        var account = AccountIdentity.Of(null, null, "Réseau Lumière", null)!;

        Assert.Equal(("Réseau Lumière", (string?)null, false, false), (account.Name, account.Email, account.IsNamedByProvider, account.Differs));
        Assert.Null(AccountIdentity.Of(null, null, null, null));
    }
}
