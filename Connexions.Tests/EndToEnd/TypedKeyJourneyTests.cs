using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>What becomes of a key between the keyboard and the save: where it is taken, where it is not, and what is left of it.</summary>
public sealed class TypedKeyJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string OddKey = "une-cle-de-forme-inconnue";

    [Fact]
    public async Task KeyField_FilledWhileNobodyIsInIt_IsClearedAndSaysSo_WhateverTheEvents()
    {
        await using var visitor = await ArriveAsync("horizon@independante.demo", "openai");
        foreach (var events in new[] { "['input', 'change']", "['change']", "['input']" })
        {
            await FillFromAfarAsync(events);
            await visitor.OpenEditorAsync("openai");
        }

        // Over what the person typed.
        await visitor.TypeKeyAsync(OddKey);
        await visitor.Field("AccountEmail").FocusAsync();
        await FillFromAfarAsync("['input', 'change']");
        await visitor.TypeKeyAsync(OddKey);
        await Expect(Cleared(visitor)).ToBeHiddenAsync();
        await visitor.OpenEditorAsync("openai");

        // Without any event: whoever goes on typing there would save both.
        await visitor.KeyField.EvaluateAsync("(field) => field.value = 'rempli tout seul'");
        await visitor.KeyField.FocusAsync();
        await Expect(visitor.KeyField).ToHaveValueAsync("");
        await Expect(Cleared(visitor)).ToBeVisibleAsync();

        async Task FillFromAfarAsync(string events)
        {
            await visitor.KeyField.EvaluateAsync($$"""
                (field) => {
                  field.value = 'rempli tout seul';
                  {{events}}.forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
                }
                """);
            await Expect(visitor.KeyField).ToHaveValueAsync("");
            await Expect(Cleared(visitor)).ToBeVisibleAsync();
        }
    }

    /// <summary>Typed, said, or inserted at once as by a paste or by speech; dropped onto it from elsewhere.</summary>
    [Fact]
    public async Task KeyField_WhatAPersonPutsThere_IsTaken()
    {
        await using var visitor = await ArriveAsync("horizon@independante.demo", "openai");
        await visitor.KeyField.ClickAsync();
        await visitor.Page.Keyboard.InsertTextAsync(OddKey);
        await visitor.KeyField.BlurAsync();
        await Expect(visitor.KeyField).ToHaveValueAsync(OddKey);

        await visitor.KeyField.FillAsync("");
        await visitor.Field("AccountEmail").FillAsync("depose@exemple.test");
        await visitor.Field("AccountEmail").SelectTextAsync();
        await visitor.Field("AccountEmail").DragToAsync(visitor.KeyField, new() { SourcePosition = new() { X = 30, Y = 20 } });
        await visitor.Field("AccountEmail").FocusAsync();
        await Expect(visitor.KeyField).ToHaveValueAsync("depose@exemple.test");
        await Expect(Cleared(visitor)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task UnusualKey_IsAskedAboutBesideTheField_BeforeItIsStored()
    {
        await using var visitor = await ArriveAsync("lyon@lumiere.demo", "brevo");
        await visitor.TypeKeyAsync(OddKey);
        await visitor.SaveButton.ClickAsync();

        var itIs = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "C’est bien ma clé" });
        await Expect(itIs).ToBeVisibleAsync();
        await Expect(visitor.KeyField).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visitor.KeyField).ToHaveValueAsync(OddKey);
        await Expect(visitor.SavedNotice).ToBeEmptyAsync();

        // Another text is another question.
        await visitor.KeyField.FillAsync(OddKey + "-2");
        await visitor.KeyField.BlurAsync();
        await Expect(itIs).ToHaveCountAsync(0);
        await visitor.SaveButton.ClickAsync();
        await itIs.ClickAsync();
        await Expect(visitor.SavedNotice).ToContainTextAsync("Enregistré pour");
        await Expect(itIs).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Remplacer la clé" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task OwnPassword_TypedAsAKey_IsRefusedAndDoesNotStayInTheField()
    {
        await using var visitor = await ArriveAsync("nantes@lumiere.demo", "brevo");
        await visitor.TypeKeyAsync(AppUnderTest.DemoPassword);
        await visitor.SaveButton.ClickAsync();

        await Expect(visitor.Main).ToContainTextAsync("Ceci ne peut pas être une clé API");
        await Expect(visitor.KeyField).ToHaveValueAsync("");
    }

    /// <summary>The page has no attribute to change back: only a new input forgets what was typed.</summary>
    [Fact]
    public async Task KeyInAName_Discarded_IsGoneFromTheBrowserToo()
    {
        await using var visitor = await ArriveAsync("directeur@azur.demo", "brevo");
        var before = await visitor.Field("AccountName").InputValueAsync();
        await visitor.Field("AccountName").FillAsync(Planted.Brevo());
        await visitor.Field("AccountName").BlurAsync();
        await Expect(visitor.Field("AccountName")).ToHaveAttributeAsync("aria-invalid", "true");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Annuler mes modifications" }).ClickAsync();

        await Expect(visitor.Field("AccountName")).ToHaveValueAsync(before);
        await Expect(visitor.Field("AccountName")).Not.ToHaveAttributeAsync("aria-invalid", "true");
    }

    /// <summary>A paused circuit leaves its state with the browser, a page that was left may be gone back to: neither has the key.</summary>
    [Fact]
    public async Task TypedKeys_AfterAPauseAndAfterGoingBack_AreNowhere()
    {
        var (key, misplaced) = (Planted.Brevo(), Planted.OpenAi());
        await using var visitor = await Visitor.ArriveAsync(app);
        var received = new List<string>();
        visitor.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => received.Add(frame.Text ?? System.Text.Encoding.Latin1.GetString(frame.Binary ?? []));
        visitor.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await visitor.SignInAsync("nice@azur.demo");
        await visitor.OpenEditorAsync("brevo");
        await visitor.Field("AccountName").FillAsync(misplaced);
        await visitor.Field("AccountEmail").FillAsync("brouillon@azur.demo");
        await visitor.TypeKeyAsync(key);
        await visitor.KeyField.BlurAsync();
        await visitor.Page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(name => name.startsWith('draft:'))");

        await visitor.Page.EvaluateAsync("Blazor.pauseCircuit()");
        await visitor.Page.Locator(".when-paused [data-action=resume]").ClickAsync();
        await AssertRestoredWithoutAsync();

        await visitor.TypeKeyAsync(key);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Afficher" }).ClickAsync();
        await Expect(visitor.KeyField).ToHaveAttributeAsync("autocomplete", "off");
        await visitor.Page.GotoAsync("/compte/mot-de-passe");
        await visitor.Page.GoBackAsync();
        await AssertRestoredWithoutAsync();

        async Task AssertRestoredWithoutAsync()
        {
            await Expect(visitor.Field("AccountEmail")).ToHaveValueAsync("brouillon@azur.demo");
            await Expect(visitor.Main).ToContainTextAsync("sauf la clé");
            await Expect(visitor.KeyField).ToHaveValueAsync("");
            await Expect(visitor.Field("AccountName")).Not.ToHaveValueAsync(misplaced);
            var kept = await visitor.Page.EvaluateAsync<string>("() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state, document.documentElement.outerHTML])");
            Assert.All([key, misplaced], secret => Assert.DoesNotContain(received.Append(kept), text => text.Contains(secret, StringComparison.Ordinal)));
        }
    }

    private static ILocator Cleared(Visitor visitor) => visitor.Page.Locator("[data-cleared]");

    private async Task<Visitor> ArriveAsync(string email, string provider)
    {
        var visitor = await Visitor.ArriveAsync(app);
        visitor.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await visitor.SignInAsync(email);
        await visitor.OpenEditorAsync(provider);
        return visitor;
    }
}
