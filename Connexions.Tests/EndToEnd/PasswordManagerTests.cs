using Connexions.Tests.Support;
using Connexions.Web.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>
/// A browser that keeps the person's own sign-in password, and fills it into what looks like a password's field. The
/// form beside the application's is there to be filled: once it is, the browser has made its choice for the page.
/// </summary>
public sealed class PasswordManagerTests(PasswordManagerTests.Office office) : IClassFixture<PasswordManagerTests.Office>
{
    private const string Person = "nantes@lumiere.demo";

    private const string Lure = """
        const form = document.createElement('form');
        form.id = 'appat';
        form.innerHTML = '<input type=text autocomplete=username><input type=password autocomplete=current-password>';
        document.body.append(form);
        """;

    /// <summary>The fields as they would be, were the browser told nothing: as they were when it filled them in.</summary>
    private const string UntoldFields = """
        new MutationObserver(() => document.querySelectorAll('input[data-secret]').forEach((field) => {
          field.autocomplete = 'off';
          ['data-bwignore', 'data-form-type', 'data-protonpass-ignore', 'data-keeper-ignore'].forEach((mark) => field.removeAttribute(mark));
        })).observe(document, { subtree: true, childList: true });
        """;

    [Fact]
    public async Task StoredPassword_IsFilledInAtSignIn_AndInNoFieldOfAForm()
    {
        await using var visitor = await ArriveAsync();
        foreach (var provider in new[] { "zoho", "brevo", "openai" })
        {
            await visitor.OpenEditorAsync(provider);
            var replace = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Remplacer la clé" });
            if (await replace.IsVisibleAsync())
            {
                await replace.ClickAsync();
            }

            await Expect(visitor.KeyField).ToBeVisibleAsync();
            await BrowserHasChosenAsync(visitor);
            await Expect(visitor.Main.Locator("input:autofill")).ToHaveCountAsync(0);
            await Expect(visitor.KeyField).ToHaveValueAsync("");
        }
    }

    [Fact]
    public async Task StoredPassword_FilledAgainstTheHints_IsClearedAndSaidSo_AndNothingIsSavedOfIt()
    {
        await using var visitor = await ArriveAsync();
        await visitor.Page.AddInitScriptAsync(UntoldFields);
        await visitor.OpenEditorAsync("brevo");
        await Expect(visitor.Page.Locator("#champ-cle:autofill")).ToHaveCountAsync(1);
        // Chromium hands a filled value over to the page with the person's first gesture: here, pressing the button.
        await visitor.SaveButton.ClickAsync();

        await Expect(visitor.Page.Locator("[data-cleared]")).ToBeVisibleAsync();
        await Expect(visitor.KeyField).ToHaveValueAsync("");
        // The note may have pushed the button away from under the first press.
        await visitor.SaveButton.ClickAsync();
        await Expect(visitor.SavedNotice).ToContainTextAsync("incomplète");
        await visitor.OpenEditorAsync("brevo");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Remplacer la clé" })).ToHaveCountAsync(0);
    }

    private async Task<Visitor> ArriveAsync()
    {
        await office.Browser.ClearCookiesAsync();
        var visitor = await Visitor.ArriveInAsync(office.Browser);
        await visitor.Page.GotoAsync("/compte/connexion");
        await Expect(visitor.Page.Locator("input[type=password]:autofill")).ToHaveCountAsync(1);
        await visitor.Page.Locator($"button[value='{Person}']").ClickAsync();
        await visitor.ReadyAsync();
        return visitor;
    }

    private static async Task BrowserHasChosenAsync(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync(Lure);
        await Expect(visitor.Page.Locator("#appat input[type=password]:autofill")).ToHaveCountAsync(1);
        await visitor.Page.Locator("main h1").ClickAsync();
    }

    /// <summary>The application, and a browser with a past.</summary>
    public sealed class Office : IAsyncLifetime
    {
        private readonly AppUnderTest app = new();

        public IBrowserContext Browser { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await app.InitializeAsync();
            Browser = await BrowserProfile.OpenAsync(app, Person, DemoAccounts.Password);
        }

        public async Task DisposeAsync()
        {
            await Browser.DisposeAsync();
            await ((IAsyncLifetime)app).DisposeAsync();
        }
    }
}
