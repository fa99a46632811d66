// Pins the tab to the membership it works under (see Security/MembershipPin.cs). Loaded before anything else: when
// the page was rendered under another membership than the tab's, the tab asks again before a circuit starts.
(() => {
  const parameter = 'role';
  const key = 'connexions.membership';
  const rendered = document.documentElement.dataset.membership;
  const url = new URL(location.href);
  const asked = url.searchParams.has(parameter);

  if (asked) {
    url.searchParams.delete(parameter);
    history.replaceState(history.state, '', url);
  }

  if (!rendered) {
    return;
  }

  const own = sessionStorage.getItem(key);
  // Once asked for, what the server renders holds, so there is never a second turn: the tab's own may be withdrawn.
  if (own === null || own === rendered || asked) {
    sessionStorage.setItem(key, rendered);
    return;
  }

  document.documentElement.dataset.leaving = '';
  url.searchParams.set(parameter, own);
  location.replace(url);
})();
