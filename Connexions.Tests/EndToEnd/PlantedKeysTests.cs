using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>
/// Plants keys wherever a person could type one, walks through the screens as everybody, and looks for them in every
/// output: pages, addresses, log, and the database's own files.
/// </summary>
public sealed class PlantedKeysTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly List<string> planted = [];
    private readonly List<string> outputs = [];
    private readonly HashSet<string> texts = [];

    [Fact]
    public async Task PlantedKey_AfterAWalkThroughEveryScreen_IsFoundNowhere()
    {
        await PlantAsync("directeur@lumiere.demo", "brevo", Plant(Planted.Brevo()));
        await PlantAsync("lyon@lumiere.demo", "zoho", Plant(Planted.Zoho()));
        await PlantAsync("lyon@lumiere.demo", "openai", Plant(Planted.OpenAi()));
        await PlantWhereItDoesNotBelongAsync();
        await PlantTokenAsync("lyon@lumiere.demo");

        foreach (var (email, addresses) in Walk)
        {
            await using var visitor = await ArriveAsync();
            await visitor.SignInAsync(email);
            foreach (var address in addresses)
            {
                await visitor.OpenAsync(address);
                await visitor.SettledAsync();
                await PlantInEveryTextAsync(visitor);
                outputs.Add(await visitor.Page.ContentAsync());
            }
        }

        // The editor, the form of a token, invitations, reasons, searches: fewer would mean that they were not found.
        Assert.InRange(texts.Count, 20, int.MaxValue);

        outputs.AddRange(app.Log.Lines);
        outputs.Add(await StoredText.ReadAsync(app.Database));
        Assert.All(planted, key => Assert.DoesNotContain(outputs, output => output.Contains(key, StringComparison.Ordinal)));
        // The search itself can fail: what is not secret is found in the same places.
        Assert.Contains(outputs, output => output.Contains("repere@lumiere.demo", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Email, string[] Addresses)> Walk =>
    [
        ("directeur@lumiere.demo", ["/", "/connexions", "/connexions/brevo", "/connexions/zoho", "/connexions/openai", "/partage/brevo", "/jetons", "/brancher", "/brancher?fournisseur=zoho", "/brancher?fournisseur=openai", "/journal", "/equipe"]),
        ("lyon@lumiere.demo", ["/", "/connexions", "/connexions/brevo", "/connexions/zoho", "/connexions/openai", "/jetons", "/brancher", "/brancher?fournisseur=zoho", "/brancher?fournisseur=openai", "/journal", "/equipe"]),
        ("nice@azur.demo", ["/", "/connexions", "/journal"]),
        ("support@connexions.demo", ["/", "/support/connexions", "/journal"]),
        ("admin@connexions.demo", ["/", "/administration/organisations", "/administration/comptes", "/journal"]),
    ];

    private string Plant(string key)
    {
        planted.Add(key);
        return key;
    }

    private async Task<Visitor> ArriveAsync()
    {
        var visitor = await Visitor.ArriveAsync(app);
        visitor.Page.Request += (_, request) => outputs.Add(request.Url);
        visitor.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        visitor.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => outputs.Add(frame.Text ?? System.Text.Encoding.Latin1.GetString(frame.Binary ?? []));
        return visitor;
    }

    private async Task PlantAsync(string email, string provider, string key)
    {
        await using var visitor = await ArriveAsync();
        await visitor.SignInAsync(email);
        await visitor.OpenEditorAsync(provider);
        await visitor.TypeKeyAsync(key);
        await visitor.Field("AccountEmail").FillAsync("repere@lumiere.demo");
        await visitor.SaveAsync();
        outputs.Add(await visitor.Page.ContentAsync());
    }

    /// <summary>
    /// In another provider's form, in a name, at sign-in. What was refused stays in the browser's own fields, so these
    /// pages are read as the server sent them: by their frames and answers, not by their inputs.
    /// </summary>
    private async Task PlantWhereItDoesNotBelongAsync()
    {
        await using var visitor = await ArriveAsync();
        await visitor.SignInAsync("nantes@lumiere.demo");
        await visitor.OpenEditorAsync("brevo");
        await visitor.TypeKeyAsync(Plant(Planted.OpenAi()));
        await visitor.SaveButton.ClickAsync();
        await Expect(visitor.KeyField).ToHaveAttributeAsync("aria-invalid", "true");
        outputs.Add(await visitor.Page.ContentAsync());

        await using var stranger = await ArriveAsync();
        await stranger.SignInWithPasswordAsync("lyon@lumiere.demo", Plant(Planted.Brevo()));
        await Expect(stranger.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        outputs.Add(await stranger.Page.ContentAsync());
        await stranger.SignInWithPasswordAsync(Plant(Planted.Zoho()) + "@lumiere.demo");
        await Expect(stranger.Page.Locator("input[type=email]")).ToHaveAttributeAsync("aria-invalid", "true");
        outputs.Add(await stranger.Page.ContentAsync());
    }

    /// <summary>
    /// Into each field that is no secret, one after the other. What was typed stays in the browser's own field; the server
    /// says beside it what it is, and sends nothing of it back.
    /// </summary>
    private async Task PlantInEveryTextAsync(Visitor visitor)
    {
        var fields = visitor.Page.Locator("main .text-field .cx-input:visible:not([readonly]):not([disabled])");
        foreach (var opener in new[] { "Nouveau jeton", "Inviter quelqu’un", "Nouvelle organisation", "Inviter au support ou à l’administration" })
        {
            var button = visitor.Page.GetByRole(AriaRole.Button, new() { Name = opener });
            if (await button.CountAsync() > 0)
            {
                var before = await fields.CountAsync();
                await button.First.ClickAsync();
                // The form is there: fields that came later would take the places of those that are being filled.
                await Expect(fields).Not.ToHaveCountAsync(before);
            }
        }

        await visitor.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(it => it.open = true)");
        for (var i = 0; i < await fields.CountAsync(); i++)
        {
            var field = fields.Nth(i);
            await field.FillAsync(Plant(i % 2 == 0 ? Planted.Brevo() : Planted.Zoho()));
            await field.BlurAsync();
            await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            texts.Add(await field.GetAttributeAsync("id") ?? "");
        }
    }

    /// <summary>A token is shown once, to the one who made it: what counts is everything after that, addresses included.</summary>
    private async Task PlantTokenAsync(string email)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        visitor.Page.Request += (_, request) => outputs.Add(request.Url);
        await visitor.SignInAsync(email);
        Plant(await visitor.CreateTokenAsync("Outil d’essai"));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "J’ai copié le jeton, fermer" }).ClickAsync();
        await Expect(visitor.TokenText).ToHaveCountAsync(0);
        outputs.Add(await visitor.Page.ContentAsync());
    }
}
