using Connexions.Domain.Sharing;

namespace Connexions.Tests.Domain.Sharing;

public sealed class PastedNamesTests
{
    private static readonly (Guid Id, string Nom) Evreux = (Guid.NewGuid(), "Agence d’Évreux");
    private static readonly (Guid Id, string Nom) Lyon = (Guid.NewGuid(), "Lyon");
    private static readonly (Guid Id, string Nom) SaintDenis = (Guid.NewGuid(), "Saint-Denis");
    private static readonly (Guid Id, string Nom) AutreSaintDenis = (Guid.NewGuid(), "SAINT-DENIS");
    private static readonly (Guid Id, string Nom)[] All = [Evreux, Lyon, SaintDenis, AutreSaintDenis];

    [Theory]
    [InlineData("lyon\nAGENCE D'EVREUX")]
    [InlineData("  Lyon \r\n\r\n\u200BAgence  d’Évreux\t")]
    [InlineData("Lyon\nLyon\nlyon\nagence d'évreux")]
    public void Names_WhateverTheirCaseAccentsAndSpaces_AreFound(string text)
    {
        var read = PastedNames.Read(text, All);

        Assert.Equal([Lyon.Id, Evreux.Id], read.Found.OrderBy(id => id == Evreux.Id));
        Assert.Empty(read.Unknown);
        Assert.Empty(read.Ambiguous);
    }

    [Fact]
    public void Names_UnknownOrBorneByTwo_AreHandedBackAsWrittenAndNotGuessed()
    {
        var read = PastedNames.Read("Lyonn\nsaint-denis\nLyon\nSaint-Denis\nLyonn\nÉvreux", All);

        Assert.Equal([Lyon.Id], read.Found);
        Assert.Equal(["Lyonn", "Évreux"], read.Unknown);
        Assert.Equal([new AmbiguousName("saint-denis", 2)], read.Ambiguous);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\r\n \n")]
    public void Names_NoneAtAll_FindNothing(string? text)
    {
        var read = PastedNames.Read(text, All);

        Assert.Empty(read.Found);
        Assert.Empty(read.Unknown);
    }
}
