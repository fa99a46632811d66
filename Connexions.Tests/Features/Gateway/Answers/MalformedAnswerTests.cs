using System.Net;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway.Mails;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway.Answers;

/// <summary>A provider that answers what is no HTTP, with the key in it: nothing that is told of the call anywhere quotes it.</summary>
[Collection(RawProviderTests.Name)]
public sealed class MalformedAnswerTests(RawProviderApp raw)
{
    private static Provider Brevo => GatewayUnderTest.Brevo;

    private static Provider OpenAi => GatewayUnderTest.OpenAi;

    public static TheoryData<string> Forms => [.. MalformedAnswers.Forms];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Call_ThatIsAnsweredInNoHttp_IsToldNowhereInTheProvidersWords(string form)
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(OpenAi, place);
        raw.Provider.Answer(key, MalformedAnswers.Of(form, key));
        using var client = raw.Gateway.Client((await raw.Gateway.TokenAsync(place)).Text);
        using var witness = new WireWitness(key);

        var told = await ReadAsync(client, "openai/v1/models");

        Assert.Empty(witness.Found);
        Assert.True(witness.Heard.ContainsKey("event System.Net.Http") && witness.Heard.ContainsKey("event Yarp.ReverseProxy"), string.Join(", ", witness.Heard.Keys));
        Assert.DoesNotContain(raw.App.Log.Lines, line => WireWitness.Tells(key, line));
        Assert.False(WireWitness.Tells(key, told), told);
        var use = Assert.Single(await raw.Gateway.UsesAsync(place, 1));
        Assert.Equal(MalformedAnswers.BreaksInTheBody(form) ? UseResult.Interrupted : UseResult.Unavailable, use.UseResult);
        Assert.Contains(raw.App.Log.Complaints, line => line.Contains("No whole answer of openai to model.list", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Mail_OfAPersonThatIsAnsweredInNoHttp_IsToldNowhereInTheProvidersWords(string form)
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(Brevo, place, "contact@agence.test");
        raw.Provider.Answer(key, MalformedAnswers.Of(form, key));
        var send = raw.App.Services.GetRequiredService<SendMailThroughGateway>();
        using var witness = new WireWitness(key);

        var sent = await send.HandleAsync(await raw.Gateway.ActorAsync(place), new SendMailThroughGatewayRequest(place.Reference, Brevo.Code, "Agence"), default);

        Assert.Equal(UseResult.Unavailable, sent.Require().Result);
        Assert.Empty(witness.Found);
        Assert.DoesNotContain(raw.App.Log.Lines, line => WireWitness.Tells(key, line));
    }

    [Fact]
    public async Task Error_ThatBreaksInItsBody_IsToldNowhereInTheProvidersWords()
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(OpenAi, place);
        raw.Provider.Answer(key, System.Text.Encoding.Latin1.GetBytes($"HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n{key}\r\n"));
        using var client = raw.Gateway.Client((await raw.Gateway.TokenAsync(place)).Text);
        using var witness = new WireWitness(key);

        using var answer = await client.GetAsync("openai/v1/models");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Empty(witness.Found);
        Assert.DoesNotContain(raw.App.Log.Lines, line => WireWitness.Tells(key, line));
    }

    [Fact]
    public async Task Log_WhateverIsAskedOfIt_HoldsNothingOfYarps()
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(OpenAi, place);
        raw.Provider.Answer(key, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
        using var client = raw.Gateway.Client((await raw.Gateway.TokenAsync(place)).Text);
        using var witness = new WireWitness("personne@exemple.test");

        Assert.Equal("{}", await client.GetStringAsync("openai/v1/models?of=personne@exemple.test"));

        Assert.DoesNotContain(witness.Found, told => told.Contains("Yarp", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(raw.App.Log.Lines, line => line.Contains(" Yarp.", StringComparison.Ordinal));
    }

    private static async Task<string> ReadAsync(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(path);
            return $"{answer} {await answer.Content.ReadAsStringAsync()}";
        }
        catch (HttpRequestException e)
        {
            // Broken off in the middle, as the provider's was.
            return e.ToString();
        }
    }
}
