import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The build goes into the Python package, so that the wheel carries it and no one who installs Gióng needs Node.
export default defineConfig({
  plugins: [react()],
  base: "./",
  build: {
    outDir: "../giong/web/dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: { input: ["index.html", "review.html"] }, // the customers' page, and the one of those who review
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8400", ws: true } } },
});
